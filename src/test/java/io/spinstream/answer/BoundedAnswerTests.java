package io.spinstream.answer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Progress;
import io.spinstream.testing.CancelledHandover;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

class BoundedAnswerTests {

	private static final AnswerRequest REQUEST = new AnswerRequest(Map.of());

	private static final byte[] EVENT = "event: progress\ndata: reading\n\n".getBytes(StandardCharsets.UTF_8);

	private static final Answer ANSWER = new Answer("42");

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<Sinks.One<Answer>> calls = new CopyOnWriteArrayList<>();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	@Test
	void aDelayedAnswerComesAfterItsDelay() {
		StepVerifier
			.withVirtualTime(() -> new DelayedAnswer("42", Duration.ofSeconds(3), Schedulers.parallel())
				.compute(REQUEST, new Progress()))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(3))
			.assertNext((answer) -> assertThat(answer.text()).contains("42"))
			.verifyComplete();
	}

	@Test
	void aLateAnswerFailsAndIsCancelled() {
		List<String> source = new ArrayList<>();
		StepVerifier
			.withVirtualTime(
					() -> bounded((request, progress) -> Mono.<Answer>never().doOnCancel(() -> source.add("cancelled")),
							1)
						.compute(REQUEST, new Progress()))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(90))
			.expectErrorMatches((failure) -> failure instanceof AnswerException late && late.kind() == Kind.TIMEOUT
					&& late.reason().equals("no answer within 1m30s"))
			.verify();
		assertThat(source).containsExactly("cancelled");
		assertThat(recorded()).isEqualTo(Map.of("answered", 0L, "failed", 0L, "timeout", 1L, "cancelled", 0L));
	}

	@Test
	void theTimeInTheQueueCounts() {
		AnswerSource never = (request, progress) -> Mono.never();
		StepVerifier.withVirtualTime(() -> {
			AnswerSource source = bounded(never, 1);
			source.compute(REQUEST, new Progress()).onErrorComplete().subscribe();
			return source.compute(REQUEST, new Progress());
		}).expectSubscription().expectNoEvent(Duration.ofSeconds(90)).expectError(AnswerException.class).verify();
	}

	@Test
	void eachOutcomeIsRecorded() {
		AnswerSource source = bounded(this::call, 10);
		subscribe(source, "answered");
		this.calls.getLast().tryEmitValue(ANSWER);
		subscribe(source, "failed");
		this.calls.getLast().tryEmitError(new AnswerException("no"));
		subscribe(source, "empty");
		this.calls.getLast().tryEmitEmpty();
		subscribe(source, "cancelled").dispose();
		subscribe(bounded((request, progress) -> {
			throw new IllegalStateException("no");
		}, 1), "thrown");
		assertThat(recorded()).isEqualTo(Map.of("answered", 1L, "failed", 3L, "timeout", 0L, "cancelled", 1L));
	}

	@Test
	void anEventThatACancellationOvertakesIsNoError() throws Exception {
		Flux<DataBuffer> body = Flux.create((events) -> new Thread(() -> emit(events), "upstream").start(),
				OverflowStrategy.DROP);
		AnswerSource source = bounded((request, progress) -> UpstreamEvents.answer(body, 1_000, progress), 1);
		assertThat(CancelledHandover.of(source.compute(REQUEST, new Progress()).flux(), "upstream")).isEmpty();
	}

	private static void emit(FluxSink<DataBuffer> events) {
		while (!events.isCancelled()) {
			events.next(DefaultDataBufferFactory.sharedInstance.wrap(EVENT));
		}
	}

	private Map<String, Long> recorded() {
		return Map.of("answered", count("answered"), "failed", count("failed"), "timeout", count("timeout"),
				"cancelled", count("cancelled"));
	}

	private long count(String outcome) {
		return this.meters.get("spinstream.answer").tag("outcome", outcome).timer().count();
	}

	@Test
	void callsBeyondTheLimitWaitInOrder() {
		AnswerSource source = bounded(this::call, 2);
		List.of("a", "b", "c", "d").forEach((name) -> subscribe(source, name));
		assertThat(this.calls).hasSize(2);
		this.calls.get(1).tryEmitValue(ANSWER);
		awaitCalls(3);
		this.calls.get(2).tryEmitError(new AnswerException("no"));
		awaitCalls(4);
		this.calls.get(3).tryEmitEmpty();
		awaitSeen("b answered", "c failed", "d empty");
	}

	@Test
	void aCallThatWaitsTellsHowManyAreBeforeIt() {
		AnswerSource source = bounded(this::call, 1);
		List<Progress> progress = Stream.generate(Progress::new).limit(5).toList();
		List<Disposable> calls = progress.stream()
			.map((told) -> source.compute(REQUEST, told).onErrorComplete().subscribe())
			.toList();
		assertThat(progress).extracting(Progress::latest)
			.containsExactly("", "waiting, 0 before this one", "waiting, 1 before this one",
					"waiting, 2 before this one", "waiting, 3 before this one");
		calls.get(2).dispose();
		assertThat(progress).extracting(Progress::latest)
			.containsExactly("", "waiting, 0 before this one", "", "waiting, 1 before this one",
					"waiting, 2 before this one");
		this.calls.getFirst().tryEmitValue(ANSWER);
		awaitCalls(2);
		assertThat(progress).extracting(Progress::latest)
			.containsExactly("", "", "", "waiting, 0 before this one", "waiting, 1 before this one");
	}

	@Test
	void manyWaitingCallsThatEndAtOnceAllEnd() {
		Sinks.One<Answer> first = Sinks.one();
		AtomicInteger number = new AtomicInteger();
		AnswerSource source = bounded(
				(request, progress) -> (number.getAndIncrement() == 0) ? first.asMono() : Mono.just(ANSWER), 1);
		AtomicInteger answered = new AtomicInteger();
		for (int call = 0; call < 10_000; call++) {
			source.compute(REQUEST, new Progress()).subscribe((answer) -> answered.incrementAndGet());
		}
		first.tryEmitValue(ANSWER);
		await().untilAsserted(() -> assertThat(answered).hasValue(10_000));
	}

	@Test
	void anAnswerIsDeliveredBeforeTheNextCallStarts() {
		AnswerSource source = bounded(this::call, 1);
		List<Integer> started = new CopyOnWriteArrayList<>();
		source.compute(REQUEST, new Progress()).subscribe((answer) -> started.add(this.calls.size()));
		subscribe(source, "b");
		this.calls.getFirst().tryEmitValue(ANSWER);
		awaitCalls(2);
		assertThat(started).containsExactly(1);
	}

	@Test
	void aCallThatIsCancelledWhileItWaitsNeverReachesTheSource() {
		AnswerSource source = bounded(this::call, 1);
		subscribe(source, "a");
		Disposable waiting = subscribe(source, "b");
		subscribe(source, "c");
		waiting.dispose();
		this.calls.getFirst().tryEmitValue(ANSWER);
		awaitCalls(2);
		this.calls.get(1).tryEmitValue(ANSWER);
		assertThat(this.calls).hasSize(2);
		awaitSeen("a answered", "c answered");
	}

	@Test
	void aCallThatIsCancelledGivesItsPermitBack() {
		AnswerSource source = bounded(this::call, 1);
		for (int i = 0; i < 100; i++) {
			subscribe(source, "a").dispose();
		}
		subscribe(source, "b");
		assertThat(this.calls).hasSize(101);
	}

	/** Sources block the threads of other schedulers. */
	@Test
	void aCallThatHasWaitedStartsOnAThreadThatNobodyBlocks() {
		Sinks.One<Answer> first = Sinks.one();
		List<Thread> threads = new CopyOnWriteArrayList<>();
		AnswerSource source = bounded((request, progress) -> {
			threads.add(Thread.currentThread());
			return (threads.size() == 1) ? first.asMono() : Mono.just(ANSWER);
		}, 1);
		subscribe(source, "a");
		subscribe(source, "b");
		first.tryEmitValue(ANSWER);
		awaitSeen("a answered", "b answered");
		assertThat(threads).hasSize(2).last().matches(Schedulers::isNonBlockingThread);
	}

	private void awaitCalls(int number) {
		await().untilAsserted(() -> assertThat(this.calls).hasSize(number));
	}

	/** A call may end before it is subscribed to, so its outcome may come later. */
	private void awaitSeen(String... outcomes) {
		await().untilAsserted(() -> assertThat(this.seen).containsExactly(outcomes));
	}

	private AnswerSource bounded(AnswerSource source, int maxConcurrent) {
		return new BoundedAnswer(source, Duration.ofSeconds(90), maxConcurrent, this.meters, Schedulers.parallel());
	}

	private Mono<Answer> call(AnswerRequest request, Progress progress) {
		return Mono.defer(() -> {
			Sinks.One<Answer> call = Sinks.one();
			this.calls.add(call);
			return call.asMono();
		});
	}

	private Disposable subscribe(AnswerSource source, String name) {
		return source.compute(REQUEST, new Progress())
			.subscribe((answer) -> this.seen.add(name + " answered"), (failure) -> this.seen.add(name + " failed"),
					() -> {
						if (!this.seen.contains(name + " answered")) {
							this.seen.add(name + " empty");
						}
					});
	}

}
