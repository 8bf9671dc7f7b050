package io.spinstream.supervisor;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class RunsTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final AtomicInteger computed = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	private final Sinks.One<String> work = Sinks.one();

	private final SlowAnswer slowAnswer = () -> this.work.asMono()
		.doOnSubscribe((begin) -> this.computed.incrementAndGet())
		.doOnCancel(this.cancelled::incrementAndGet);

	private final Runs runs = new Runs(this.slowAnswer, WINDOW, 3 * 1_024, this.clock);

	@Test
	void namesRunsByRandomBits() {
		Set<String> ids = Stream.generate(() -> this.runs.resumable().id()).limit(1_000).collect(Collectors.toSet());
		assertThat(ids).hasSize(1_000).allMatch((id) -> id.matches("[A-Za-z0-9_-]{22}"));
	}

	@Test
	void beginsWithTheFirstReader() {
		Run run = this.runs.resumable();
		assertThat(this.runs.find(run.id())).containsSame(run);
		assertThat(this.computed).hasValue(0);
		run.answer().subscribe();
		assertThat(this.computed).hasValue(1);
	}

	@Test
	void isForgottenWhenNobodyEverReadsIt() {
		Run run = this.runs.resumable();
		this.clock.advanceTimeBy(WINDOW);
		assertThat(this.runs.find(run.id())).isEmpty();
		assertThat(this.computed).hasValue(0);
	}

	@Test
	void computesOnceForAllReaders() {
		Run run = this.runs.resumable();
		Mono<String> both = Mono.zip(run.answer(), run.answer(), String::concat);
		StepVerifier.create(both).then(() -> this.work.tryEmitValue("42")).expectNext("4242").verifyComplete();
		StepVerifier.create(run.answer()).expectNext("42").verifyComplete();
		assertThat(this.computed).hasValue(1);
	}

	@Test
	void outlivesItsLastReaderByTheWindow() {
		Run run = this.runs.resumable();
		run.answer().subscribe().dispose();
		this.clock.advanceTimeBy(WINDOW.minusMillis(1));
		assertThat(this.cancelled).hasValue(0);
		assertThat(this.runs.size()).isOne();
		this.clock.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.cancelled).hasValue(1);
		assertThat(this.runs.size()).isZero();
		assertThat(this.runs.find(run.id())).isEmpty();
	}

	@Test
	void goesOnWhileAnyoneReads() {
		Run run = this.runs.resumable();
		Disposable first = run.answer().subscribe();
		Disposable second = run.answer().subscribe();
		first.dispose();
		this.clock.advanceTimeBy(WINDOW.multipliedBy(3));
		assertThat(this.cancelled).hasValue(0);
		second.dispose();
		this.clock.advanceTimeBy(WINDOW);
		assertThat(this.cancelled).hasValue(1);
	}

	@Test
	void staysForAnotherWindowWhenItIsFoundAndForeverWhenItIsRead() {
		Run run = this.runs.resumable();
		run.answer().subscribe().dispose();
		this.clock.advanceTimeBy(WINDOW.minusMillis(1));
		assertThat(this.runs.find(run.id())).isPresent();
		this.clock.advanceTimeBy(WINDOW.minusMillis(1));
		run.answer().subscribe();
		this.clock.advanceTimeBy(WINDOW.multipliedBy(3));
		assertThat(this.runs.find(run.id())).isPresent();
		assertThat(this.cancelled).hasValue(0);
	}

	@Test
	void keepsAnAnswerThatIsThereAsLong() {
		Run run = this.runs.resumable();
		this.work.tryEmitValue("42");
		StepVerifier.create(run.answer()).expectNext("42").verifyComplete();
		this.clock.advanceTimeBy(WINDOW.minusMillis(1));
		StepVerifier.create(run.answer()).expectNext("42").verifyComplete();
		this.clock.advanceTimeBy(WINDOW);
		assertThat(this.runs.size()).isZero();
	}

	@Test
	void endsAtOnceForAReaderWhoCannotResume() {
		this.runs.unresumable().answer().subscribe().dispose();
		assertThat(this.cancelled).hasValue(1);
		assertThat(this.runs.size()).isZero();
		assertThat(this.clock.getScheduledTaskCount()).isZero();
	}

	@Test
	void letsTheLongestAloneGoWhenThereIsNoRoom() {
		Run first = this.runs.resumable();
		first.answer().subscribe().dispose();
		Run second = this.runs.resumable();
		second.answer().subscribe().dispose();
		this.runs.find(first.id());
		this.runs.resumable().answer().subscribe().dispose();
		this.runs.resumable().answer().subscribe().dispose();
		assertThat(this.runs.size()).isEqualTo(3);
		assertThat(this.runs.find(second.id())).isEmpty();
		assertThat(this.runs.find(first.id())).isPresent();
		assertThat(this.cancelled).hasValue(1);
	}

	@Test
	void countsTheAnswersThatItKeeps() {
		Run small = this.runs.resumable();
		small.answer().subscribe().dispose();
		Run large = this.runs.resumable();
		large.answer().subscribe();
		this.work.tryEmitValue("x".repeat(1_000));
		assertThat(this.runs.find(small.id())).isEmpty();
		assertThat(this.runs.find(large.id())).isPresent();
	}

	@Test
	void aWindowOfZeroLetsReadersArrive() {
		Runs hasty = new Runs(this.slowAnswer, Duration.ZERO, 3 * 1_024, this.clock);
		Run run = hasty.resumable();
		this.clock.advanceTimeBy(Duration.ofSeconds(1));
		StepVerifier.create(run.answer()).then(() -> this.work.tryEmitValue("42")).expectNext("42").verifyComplete();
		this.clock.advanceTimeBy(Duration.ofMillis(1));
		assertThat(hasty.size()).isZero();
	}

	@Test
	void aReaderOfARunThatIsGoneDoesNotWaitForEverAndBeginsNoWork() {
		Run run = this.runs.resumable();
		this.clock.advanceTimeBy(WINDOW);
		StepVerifier.create(run.answer()).expectErrorMessage("nobody waited for the answer").verify();
		assertThat(this.computed).hasValue(0);
	}

	@Test
	void closingFailsWhatHasNoAnswerAndCancelsTheWork() {
		Run run = this.runs.resumable();
		StepVerifier.create(run.answer())
			.then(() -> this.runs.close("the server is shutting down"))
			.expectErrorMessage("the server is shutting down")
			.verify();
		assertThat(this.cancelled).hasValue(1);
	}

}
