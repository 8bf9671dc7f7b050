package io.spinstream.supervisor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import io.spinstream.testing.TestSpinners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ParameterizedClass
@MethodSource("supervisors")
class SupervisorContractTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final Spinner FAST = TestSpinners.every(Duration.ofMillis(20));

	/** The first tick after the frame at once may come a twentieth of 10 s early. */
	private static final Duration BEFORE_THE_NEXT_TICK = Duration.ofSeconds(9);

	private static final Spinner SLOW = TestSpinners.every(LONG);

	private static final Scheduler loop = Schedulers.newSingle("loop", true);

	@Parameter
	private Supervisor supervisor;

	@TempDir
	private Path directory;

	static Stream<Supervisor> supervisors() {
		return Stream.of(new ThreadSupervisor(), new VirtualThreadSupervisor(), new ReactiveSupervisor(loop));
	}

	@Test
	void saysWhoSpinsAndShowsTheFirstFrameAtOnce() {
		StepVerifier.create(this.supervisor.supervise(SLOW, Mono.never()))
			.assertNext((update) -> assertThat(((Update.Started) update).spinner()).contains("spin"))
			.expectNext(SLOW.frame(0))
			.thenCancel()
			.verify(LONG);
	}

	@Test
	void cyclesThroughTheFramesInOrder() {
		List<Update> frames = this.supervisor.supervise(FAST, Mono.never()).skip(1).take(10).collectList().block(LONG);
		assertThat(frames).isEqualTo(IntStream.range(0, 10).mapToObj(FAST::frame).toList());
	}

	@Test
	void neverShowsAFrameEarly() {
		long begin = System.nanoTime();
		List<Long> times = this.supervisor.supervise(FAST, Mono.never())
			.skip(1)
			.map((frame) -> System.nanoTime() - begin)
			.take(10)
			.collectList()
			.block(LONG);
		assertThat(times).hasSize(10);
		assertThat(IntStream.range(0, 10)).allSatisfy((tick) -> assertThat(times.get(tick))
			.isGreaterThanOrEqualTo(Duration.ofMillis(20L * tick - ((tick > 0) ? 1 : 0)).toNanos()));
	}

	@Test
	void endsWithTheAnswerWhenItIsKnownAndNotAtTheNextTick() {
		Sinks.One<Update> answer = Sinks.one();
		StepVerifier.create(this.supervisor.supervise(SLOW, answer.asMono()))
			.expectNextCount(2)
			.then(() -> answer.tryEmitValue(new Update.Answer("42")))
			.expectNext(new Update.Answer("42"))
			.expectComplete()
			.verify(BEFORE_THE_NEXT_TICK);
	}

	@Test
	void showsTheFirstFrameEvenBeforeAnAnswerThatIsThereAlready() {
		StepVerifier.create(this.supervisor.supervise(SLOW, Mono.just(new Update.Answer("42"))))
			.expectNextMatches(Update.Started.class::isInstance)
			.expectNext(SLOW.frame(0), new Update.Answer("42"))
			.expectComplete()
			.verify(LONG);
	}

	@Test
	void endsWithAFailureLikeWithAnAnswer() {
		Update failure = new Update.Failure("the upstream is asleep");
		StepVerifier.create(this.supervisor.supervise(SLOW, Mono.just(failure)))
			.expectNextCount(2)
			.expectNext(failure)
			.expectComplete()
			.verify(LONG);
	}

	@Test
	void passesOnAnErrorOfTheOutcomeAndLeavesNoThread() {
		Sinks.One<Update> outcome = Sinks.one();
		StepVerifier.create(this.supervisor.supervise(SLOW, outcome.asMono()).skip(2))
			.then(() -> outcome.tryEmitError(new IllegalStateException("broken off")))
			.expectErrorMessage("broken off")
			.verify(LONG);
		await().atMost(LONG).untilAsserted(() -> assertThat(spinningThreads()).isZero());
	}

	@Test
	void subscribesToTheAnswerOnceForEachSubscriber() {
		AtomicInteger computed = new AtomicInteger();
		Flux<Update> updates = this.supervisor.supervise(SLOW,
				Mono.fromSupplier(() -> new Update.Answer("" + computed.incrementAndGet())));
		assertThat(updates.blockLast(LONG)).isEqualTo(new Update.Answer("1"));
		assertThat(updates.blockLast(LONG)).isEqualTo(new Update.Answer("2"));
	}

	@Test
	void spinsInThreadsOfItsOwnUnlessItIsReactive() {
		int expected = (this.supervisor instanceof ReactiveSupervisor) ? 0 : 2;
		Disposable stream = this.supervisor.supervise(SLOW, Mono.never()).subscribe();
		await().atMost(LONG).untilAsserted(() -> assertThat(spinningThreads()).isEqualTo(expected));
		stream.dispose();
		await().atMost(LONG).untilAsserted(() -> assertThat(spinningThreads()).isZero());
	}

	@Test
	void cancellingReachesTheWorkAndLeavesNoThread() {
		Sinks.Empty<Void> cancelled = Sinks.empty();
		Mono<Update> answer = Mono.<Update>never().doOnCancel(cancelled::tryEmitEmpty);
		List<Update> seen = new ArrayList<>();
		this.supervisor.supervise(FAST, answer).doOnNext(seen::add).take(5).blockLast(LONG);
		cancelled.asMono().block(LONG);
		await().atMost(LONG).untilAsserted(() -> assertThat(spinningThreads()).isZero());
		assertThat(seen).hasSize(5);
	}

	@Test
	void thousandsOfRunsLeaveNothingBehind() {
		AtomicInteger working = new AtomicInteger();
		Mono<Update> answer = Mono.delay(Duration.ofMillis(5))
			.<Update>map((zero) -> new Update.Answer("42"))
			.doOnSubscribe((begin) -> working.incrementAndGet())
			.doFinally((end) -> working.decrementAndGet());
		Long answered = Flux.range(0, 3_000)
			.flatMap((i) -> this.supervisor.supervise(FAST, answer).take((i % 3 == 0) ? 2 : Long.MAX_VALUE), 64)
			.filter(Update.Answer.class::isInstance)
			.count()
			.block(LONG.multipliedBy(6));
		assertThat(answered).isEqualTo(2_000);
		await().atMost(LONG).untilAsserted(() -> assertThat(working).hasValue(0));
		await().atMost(LONG).untilAsserted(() -> assertThat(spinningThreads()).isZero());
	}

	@Test
	void sparesAReaderThatIsSlowTheFramesAndNotTheAnswer() {
		Sinks.One<Update> answer = Sinks.one();
		StepVerifier.create(this.supervisor.supervise(FAST, answer.asMono()), 1)
			.expectNextMatches(Update.Started.class::isInstance)
			.then(() -> answer.tryEmitValue(new Update.Answer("42")))
			.then(this::awaitEndOfWork)
			.thenRequest(1)
			.expectNext(new Update.Answer("42"))
			.expectComplete()
			.verify(LONG);
	}

	/**
	 * An outcome was told when its threads are gone, and the loop has done what it had to
	 * do.
	 */
	private void awaitEndOfWork() {
		await().atMost(LONG).untilAsserted(() -> assertThat(spinningThreads()).isZero());
		Mono.empty().subscribeOn(loop).block(LONG);
	}

	/** Platform and virtual threads alike: only a dump knows the latter. */
	private long spinningThreads() throws IOException {
		Path dump = this.directory.resolve(System.nanoTime() + ".json");
		ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
			.dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
		try (Stream<String> lines = Files.lines(dump)) {
			return lines
				.filter((line) -> line.contains("\"name\": \"spin\"") || line.contains("\"name\": \"supervisor\""))
				.count();
		}
	}

}
