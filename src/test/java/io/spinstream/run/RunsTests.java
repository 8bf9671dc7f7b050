package io.spinstream.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.spinstream.run.AnswerException.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RunsTests {

	private static final Duration WINDOW = Duration.ofSeconds(30);

	private static final Duration ARRIVAL = Duration.ofSeconds(10);

	private static final Duration KEEP = Duration.ofMinutes(5);

	private static final AnswerRequest REQUEST = new AnswerRequest(Map.of("id", "7"));

	private static final Answer ANSWER = new Answer("42");

	private static final int ANY = Integer.MAX_VALUE;

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final AtomicInteger computed = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	private final Sinks.One<Answer> work = Sinks.one();

	private final Runs runs = runs(WINDOW, KEEP);

	private Runs runs(Duration window, Duration keep) {
		return new Runs(this::compute, new RunSettings(3, window, keep, 1_000), this.timer);
	}

	private Mono<Answer> compute(AnswerRequest request, Progress progress) {
		assertThat(request).isEqualTo(REQUEST);
		return this.work.asMono()
			.doOnSubscribe((begin) -> this.computed.incrementAndGet())
			.doOnCancel(this.cancelled::incrementAndGet);
	}

	@Test
	void namesRunsByRandomBits() {
		Set<String> names = Stream.generate(() -> this.runs.create(REQUEST, Life.RESUMABLE).name())
			.limit(1_000)
			.collect(Collectors.toSet());
		assertThat(names).hasSize(1_000).allMatch((name) -> name.matches("[A-Za-z0-9_-]{22}"));
	}

	@Test
	void aRunTakesNoPlaceBeforeItsFirstReaderJoins() {
		Run run = this.runs.create(REQUEST, Life.RESUMABLE);
		assertThat(this.runs.find(run.name())).isEmpty();
		assertThat(this.runs.active()).isZero();
		run.join(ANY);
		assertThat(this.runs.find(run.name())).isPresent();
		assertThat(this.runs.active()).isOne();
		assertThat(this.computed).hasValue(0);
	}

	@Test
	void theFirstSubscriberStartsTheWorkAndAllGetItsAnswer() {
		Run run = read(Life.RESUMABLE);
		Run same = found(run);
		same.join(ANY);
		Mono<String> both = Mono.zip(run.answer(), same.answer(), (one, other) -> one.summary() + other.summary());
		StepVerifier.create(both).then(() -> this.work.tryEmitValue(ANSWER)).expectNext("4242").verifyComplete();
		assertThat(this.computed).hasValue(1);
	}

	@Test
	void anUnreadRunIsComputedForTheWindowAndThenCancelled() {
		Run run = read(Life.RESUMABLE);
		run.answer().subscribe();
		run.leave();
		this.timer.advanceTimeBy(WINDOW.minusMillis(1));
		assertThat(this.cancelled).hasValue(0);
		assertThat(this.runs.active()).isOne();
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.cancelled).hasValue(1);
		assertThat(this.runs.active()).isZero();
		assertThat(this.runs.find(run.name())).isEmpty();
	}

	@Test
	void aRunGoesOnWhileAnyoneReads() {
		Run run = read(Life.RESUMABLE);
		Run same = found(run);
		same.join(ANY);
		run.answer().subscribe();
		run.leave();
		this.timer.advanceTimeBy(WINDOW.multipliedBy(3));
		assertThat(this.cancelled).hasValue(0);
		same.leave();
		this.timer.advanceTimeBy(WINDOW);
		assertThat(this.cancelled).hasValue(1);
	}

	@Test
	void aRunThatIsFoundStaysForAnotherWindow() {
		Run run = started(Life.RESUMABLE);
		run.leave();
		this.timer.advanceTimeBy(WINDOW.minusMillis(1));
		Run same = found(run);
		this.timer.advanceTimeBy(WINDOW.minusMillis(1));
		same.join(ANY);
		this.timer.advanceTimeBy(WINDOW.multipliedBy(3));
		assertThat(this.runs.find(run.name())).isPresent();
	}

	@Test
	void aWindowOfZeroEndsARunWithItsLastReader() {
		Runs hasty = runs(Duration.ZERO, KEEP);
		Run run = started(hasty, Life.RESUMABLE);
		run.leave();
		assertThat(this.cancelled).hasValue(1);
		assertThat(hasty.active()).isZero();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DETACHED")
	void whoHasFoundARunMayJoinItAlthoughAllOthersLeave(Life life) {
		Runs hasty = runs(Duration.ZERO, KEEP);
		Run run = started(hasty, life);
		Run same = hasty.findForReader(run.name()).block();
		run.leave();
		this.timer.advanceTimeBy(ARRIVAL.minusMillis(1));
		assertThat(same.join(ANY)).isTrue();
		this.timer.advanceTimeBy(WINDOW);
		this.work.tryEmitValue(ANSWER);
		StepVerifier.create(same.answer()).expectNext(ANSWER).verifyComplete();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DETACHED")
	void whoHasFoundARunAndDoesNotJoinItIsWaitedForTenSeconds(Life life) {
		Runs hasty = runs(Duration.ZERO, KEEP);
		Run run = started(hasty, life);
		hasty.findForReader(run.name()).block();
		this.timer.advanceTimeBy(Duration.ofSeconds(3));
		run.leave();
		this.timer.advanceTimeBy(ARRIVAL.minusSeconds(3).minusMillis(1));
		assertThat(this.cancelled).hasValue(0);
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.cancelled).hasValue(1);
	}

	@Test
	void whoOnlyLooksAtARunDoesNotKeepIt() {
		Run run = started(Life.WHILE_READ);
		assertThat(this.runs.findAnywhere(run.name()).block()).isNotNull();
		run.leave();
		assertThat(this.cancelled).hasValue(1);
	}

	@Test
	void whoJoinsLateIsNotTakenForAnother() {
		Run run = started(Life.WHILE_READ);
		Run late = this.runs.findForReader(run.name()).block();
		this.timer.advanceTimeBy(ARRIVAL.plusSeconds(1));
		Run expected = this.runs.findForReader(run.name()).block();
		run.leave();
		joinOneAfterTheOther(late, expected);
	}

	@Test
	void eachOfThoseWhoHaveFoundARunMayJoinIt() {
		Run run = started(Life.WHILE_READ);
		Run first = this.runs.findForReader(run.name()).block();
		Run second = this.runs.findForReader(run.name()).block();
		run.leave();
		joinOneAfterTheOther(first, second);
	}

	@Test
	void aReaderWhoFindsARunAtTheMomentOfItsEndKeepsIt() {
		CapturingTimer slow = new CapturingTimer();
		Runs registry = new Runs(this::compute, new RunSettings(3, WINDOW, KEEP, 1_000), slow);
		Run run = started(registry, Life.RESUMABLE);
		run.leave();
		Runnable end = slow.tasks.getLast();
		Run same = registry.find(run.name()).orElseThrow();
		end.run();
		assertThat(this.cancelled).hasValue(0);
		same.join(ANY);
		same.leave();
		end.run();
		assertThat(this.cancelled).hasValue(0);
		slow.tasks.getLast().run();
		assertThat(this.cancelled).hasValue(1);
	}

	@Test
	void eachOfThoseWhoHaveFoundARunThatIsTakenOverMayJoinIt() {
		Runs registry = besideOthers(true);
		Run first = registry.findForReader("elsewhere").block();
		Run second = registry.findForReader("elsewhere").block();
		joinOneAfterTheOther(first, second);
	}

	@Test
	void aRunThatIsFoundAgainOutlivesTheEndOfWhatWasForgotten() {
		Runs registry = besideOthers(false);
		Run forgotten = registry.findForReader("elsewhere").block();
		Run again = registry.findForReader("elsewhere").block();
		again.join(ANY);
		again.start();
		forgotten.computation().fail(new AnswerException(Kind.UNREAD, "nobody waited for the answer"));
		this.work.tryEmitValue(ANSWER);
		StepVerifier.create(registry.find("elsewhere").orElseThrow().answer()).expectNext(ANSWER).verifyComplete();
	}

	private void joinOneAfterTheOther(Run first, Run second) {
		first.join(ANY);
		first.leave();
		assertThat(this.cancelled).hasValue(0);
		second.join(ANY);
		second.leave();
		assertThat(this.cancelled).hasValue(1);
	}

	private Runs besideOthers(boolean isAbandoned) {
		Fleet fleet = mock();
		given(fleet.find("elsewhere"))
			.willReturn(Mono.fromSupplier(() -> new Fleet.Found.Running(work(), "", isAbandoned)));
		return new Runs(this::compute, new RunSettings(3, WINDOW, KEEP, 1_000), this.timer, fleet);
	}

	private Work work() {
		return new Alone(this::compute).create("elsewhere", REQUEST, Life.WHILE_READ);
	}

	@Test
	void aRunThatIsNotResumableEndsWithItsLastReader() {
		Run run = read(Life.WHILE_READ);
		run.answer().subscribe();
		run.leave();
		assertThat(this.cancelled).hasValue(1);
		assertThat(this.runs.active()).isZero();
		assertThat(this.runs.find(run.name())).isEmpty();
		assertThat(this.timer.getScheduledTaskCount()).isZero();
	}

	@Test
	void theAnswerOfARunThatIsNotResumableIsKeptToo() {
		Run run = started(Life.WHILE_READ);
		this.work.tryEmitValue(ANSWER);
		run.leave();
		StepVerifier.create(found(run).answer()).expectNext(ANSWER).verifyComplete();
	}

	@Test
	void whoJoinsARunNeitherShortensNorLengthensItsLife() {
		Run run = started(Life.WHILE_READ);
		Run joined = found(run);
		joined.join(ANY);
		joined.leave();
		assertThat(this.cancelled).hasValue(0);
		run.leave();
		assertThat(this.cancelled).hasValue(1);
	}

	@Test
	void aDetachedRunEndsByItself() {
		Run run = started(Life.WHILE_READ);
		run.detach().block();
		run.leave();
		Run joined = found(run);
		joined.join(ANY);
		joined.leave();
		this.timer.advanceTimeBy(WINDOW.multipliedBy(100));
		assertThat(found(run).hasEnded()).isFalse();
		this.work.tryEmitValue(ANSWER);
		StepVerifier.create(found(run).answer()).expectNext(ANSWER).verifyComplete();
		this.timer.advanceTimeBy(KEEP);
		assertThat(this.runs.find(run.name())).isEmpty();
	}

	@Test
	void aResumableRunThatIsDetachedWhenItIsUnreadGoesOn() {
		Run run = started(Life.RESUMABLE);
		run.leave();
		found(run).detach().block();
		this.timer.advanceTimeBy(WINDOW.multipliedBy(2));
		assertThat(this.cancelled).hasValue(0);
	}

	@Test
	void aRunWhoseWorkHasNotStartedEndsWithItsLastReader() {
		Run run = read(Life.RESUMABLE);
		run.leave();
		assertThat(this.runs.find(run.name())).isEmpty();
		assertThat(this.runs.active()).isZero();
		assertThat(this.timer.getScheduledTaskCount()).isZero();
	}

	@Test
	void aStopReachesTheWorkAndEachReader() {
		Run run = read(Life.RESUMABLE);
		Run joined = found(run);
		joined.join(ANY);
		StepVerifier.create(Mono.zip(run.answer().materialize(), joined.answer().materialize()))
			.then(() -> found(run).stop().block())
			.assertNext((both) -> assertThat(both.toList()).extracting((end) -> ((Signal<?>) end).getThrowable())
				.allSatisfy(RunsTests::isStopped))
			.verifyComplete();
		assertThat(this.cancelled).hasValue(1);
		assertThat(this.runs.active()).isZero();
		StepVerifier.create(found(run).answer()).expectErrorSatisfies(RunsTests::isStopped).verify();
	}

	private static void isStopped(@Nullable Throwable failure) {
		assertThat(failure).hasMessage("stopped").extracting("kind").isEqualTo(Kind.STOPPED);
	}

	@Test
	void aStopAfterTheEndChangesNothing() {
		Run run = answered(ANSWER);
		found(run).stop().block();
		run.stop().block();
		StepVerifier.create(found(run).answer()).expectNext(ANSWER).verifyComplete();
	}

	@Test
	void theEndIsToldWithoutStartingTheWork() {
		Run run = read(Life.RESUMABLE);
		StepVerifier.create(run.end())
			.then(() -> assertThat(this.computed).hasValue(0))
			.then(run::leave)
			.verifyComplete();
	}

	@Test
	void theProgressOfTheWorkIsSeenByAllReaders() {
		Runs told = new Runs(
				(request, progress) -> Mono.<Answer>never().doOnSubscribe((begin) -> progress.tell("1 of 2")),
				new RunSettings(3, WINDOW, KEEP, 1_000), this.timer);
		Run run = told.create(REQUEST, Life.RESUMABLE);
		run.join(ANY);
		assertThat(run.progress().latest()).isEmpty();
		run.answer().subscribe();
		assertThat(run.progress().latest()).isEqualTo("1 of 2");
		assertThat(told.find(run.name()).orElseThrow().progress().latest()).isEqualTo("1 of 2");
	}

	@Test
	void anInputIsRefusedBeforeARunBegins() {
		Runs checked = new Runs(new AnswerSource() {

			@Override
			public Mono<Answer> compute(AnswerRequest request, Progress progress) {
				return Mono.just(ANSWER);
			}

			@Override
			public void check(AnswerRequest request) {
				throw new InvalidInputException("id", request.parameters().get("id"), "must be even");
			}

		}, new RunSettings(3, WINDOW, KEEP, 1_000), this.timer);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> checked.create(REQUEST, Life.RESUMABLE))
			.satisfies((refusal) -> assertThat(refusal.name() + " " + refusal.value() + " " + refusal.rule())
				.isEqualTo("id 7 must be even"));
	}

	@Test
	void aParameterThatTheSourceNeedsMustBeGiven() {
		Runs checked = new Runs(new AnswerSource() {

			@Override
			public Mono<Answer> compute(AnswerRequest request, Progress progress) {
				return Mono.just(ANSWER);
			}

			@Override
			public List<String> parameters() {
				return List.of("id", "year");
			}

		}, new RunSettings(3, WINDOW, KEEP, 1_000), this.timer);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> checked.create(REQUEST, Life.RESUMABLE))
			.satisfies((refusal) -> assertThat(refusal.name() + " " + refusal.value() + " " + refusal.rule())
				.isEqualTo("year null must be given, since the answer depends on it"));
		checked.create(new AnswerRequest(Map.of("id", "7", "year", "")), Life.RESUMABLE);
	}

	@Test
	void anAnswerIsKeptForItsTimeReadOrNot() {
		Run run = answered(ANSWER);
		this.timer.advanceTimeBy(KEEP.minusMillis(1));
		StepVerifier.create(found(run).answer()).expectNext(ANSWER).verifyComplete();
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.runs.find(run.name())).isEmpty();
	}

	@Test
	void nothingIsLeftOfAnAnswerAfterItsTime() {
		answered(ANSWER);
		assertThat(this.runs.retained()).isOne();
		this.timer.advanceTimeBy(KEEP.multipliedBy(2));
		assertThat(this.runs.retained()).isZero();
		long tasks = this.timer.getScheduledTaskCount();
		this.timer.advanceTimeBy(KEEP.multipliedBy(2));
		assertThat(this.timer.getScheduledTaskCount()).isEqualTo(tasks);
	}

	@Test
	void aFailureIsKeptLikeAnAnswer() {
		Run run = read(Life.RESUMABLE);
		run.answer().onErrorComplete().subscribe();
		this.work.tryEmitError(new AnswerException("the upstream is asleep"));
		StepVerifier.create(found(run).answer()).expectErrorMessage("the upstream is asleep").verify();
	}

	@Test
	void nothingIsKeptIfTheTimeIsZero() {
		Runs forgetful = runs(WINDOW, Duration.ZERO);
		Run run = forgetful.create(REQUEST, Life.RESUMABLE);
		run.join(ANY);
		run.answer().subscribe();
		this.work.tryEmitValue(ANSWER);
		assertThat(forgetful.find(run.name())).isEmpty();
		assertThat(this.timer.getScheduledTaskCount()).isZero();
	}

	@Test
	void theAnswerThatIsUnreadForTheLongestTimeGoesFirstIfThereIsNoRoom() {
		Run first = answered(ANSWER);
		Run second = answered(ANSWER);
		Run third = answered(ANSWER);
		found(first);
		Run fourth = answered(ANSWER);
		assertThat(this.runs.retained()).isEqualTo(3);
		assertThat(this.runs.find(second.name())).isEmpty();
		assertThat(Stream.of(first, third, fourth)).allMatch((run) -> this.runs.find(run.name()).isPresent());
	}

	@Test
	void anAnswerThatIsReadLateIsRemovedInItsTime() {
		Run first = answered(ANSWER);
		this.timer.advanceTimeBy(KEEP.minusSeconds(1));
		answered(ANSWER);
		found(first);
		this.timer.advanceTimeBy(KEEP.dividedBy(10).plusSeconds(1));
		assertThat(this.runs.retained()).isOne();
	}

	@Test
	void theLengthOfAReasonCounts() {
		Run small = answered(ANSWER);
		Run failed = read(Life.RESUMABLE);
		failed.computation().fail(new AnswerException("x".repeat(300)));
		assertThat(this.runs.find(small.name())).isEmpty();
		assertThat(this.runs.find(failed.name())).isPresent();
	}

	@Test
	void theLengthOfAnAnswerCounts() {
		Run small = answered(ANSWER);
		Run large = answered(new Answer("x".repeat(600)));
		assertThat(this.runs.find(small.name())).isEmpty();
		assertThat(this.runs.find(large.name())).isPresent();
	}

	@Test
	void aRunHoldsItsPlaceUntilItHasEndedReadOrNot() {
		Run first = read(Life.RESUMABLE);
		started(Life.RESUMABLE).leave();
		read(Life.WHILE_READ);
		Run refused = this.runs.create(REQUEST, Life.RESUMABLE);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> refused.join(ANY))
			.withMessage("all 3 runs are taken, try again soon");
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(this.runs::checkPlace);
		first.answer().subscribe();
		this.work.tryEmitValue(ANSWER);
		assertThat(refused.join(ANY)).isTrue();
	}

	@Test
	void aRunTakesNoMoreReadersThanAreAskedFor() {
		Run run = read(Life.RESUMABLE);
		assertThat(found(run).join(2)).isTrue();
		assertThat(found(run).join(2)).isFalse();
		run.leave();
		assertThat(found(run).join(2)).isTrue();
	}

	@Test
	void theReadersOfAnEndedRunAreCountedToo() {
		Run run = answered(ANSWER);
		assertThat(found(run).join(2)).isTrue();
		assertThat(found(run).join(2)).isTrue();
		assertThat(found(run).join(2)).isFalse();
	}

	@Test
	void anUnexpectedFailureKeepsItsDetailsToItself() {
		Run run = read(Life.RESUMABLE);
		StepVerifier.create(run.answer())
			.then(() -> this.work.tryEmitError(new IllegalStateException("secret")))
			.expectErrorMatches((failure) -> failure instanceof AnswerException explained
					&& explained.reason().equals("the answer could not be computed"))
			.verify();
	}

	@Test
	void noAnswerIsAFailure() {
		Run run = read(Life.RESUMABLE);
		StepVerifier.create(run.answer())
			.then(this.work::tryEmitEmpty)
			.expectErrorMessage("the work ended without an answer")
			.verify();
	}

	@Test
	void aSourceThatThrowsIsAFailure() {
		Runs broken = new Runs((request, progress) -> {
			throw new IllegalStateException("secret");
		}, new RunSettings(3, WINDOW, KEEP, 1_000), this.timer);
		Run run = broken.create(REQUEST, Life.RESUMABLE);
		run.join(ANY);
		StepVerifier.create(run.answer()).expectErrorMessage("the answer could not be computed").verify();
		assertThat(broken.active()).isZero();
	}

	@Test
	void shuttingDownEndsTheNewestFirst() {
		List<String> ended = new ArrayList<>();
		for (String name : List.of("first", "second", "third")) {
			read(Life.RESUMABLE).answer().doOnError((failure) -> ended.add(name)).onErrorComplete().subscribe();
		}
		this.runs.shutDown("the server is shutting down").block();
		assertThat(ended).containsExactly("third", "second", "first");
	}

	@Test
	void shuttingDownEndsTheirWork() {
		Run run = read(Life.RESUMABLE);
		StepVerifier.create(run.answer())
			.then(() -> this.runs.shutDown("the server is shutting down").block())
			.expectErrorMatches(
					(failure) -> failure instanceof AnswerException explained && explained.kind() == Kind.SHUTDOWN)
			.verify();
		assertThat(this.cancelled).hasValue(1);
		assertThat(this.runs.active()).isZero();
	}

	@Test
	void aRunThatHasFailedBeginsNoWork() {
		Run run = read(Life.RESUMABLE);
		this.runs.shutDown("the server is shutting down").block();
		StepVerifier.create(run.answer()).expectErrorMessage("the server is shutting down").verify();
		assertThat(this.computed).hasValue(0);
	}

	private Run read(Life life) {
		Run run = this.runs.create(REQUEST, life);
		assertThat(run.join(ANY)).isTrue();
		return run;
	}

	/** Returns a run that has a reader and whose work has started. */
	private Run started(Life life) {
		return started(this.runs, life);
	}

	private static Run started(Runs registry, Life life) {
		Run run = registry.create(REQUEST, life);
		assertThat(run.join(ANY)).isTrue();
		run.start();
		return run;
	}

	private Run found(Run run) {
		return this.runs.find(run.name()).orElseThrow();
	}

	/** Returns a run that has ended and has no reader. */
	private Run answered(Answer answer) {
		Run run = read(Life.RESUMABLE);
		run.computation().end(new Outcome.Answered(answer));
		run.leave();
		return run;
	}

	/** A timer whose tasks cannot be cancelled any more. */
	private static final class CapturingTimer implements Scheduler {

		private final List<Runnable> tasks = new ArrayList<>();

		@Override
		public Disposable schedule(Runnable task) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			this.tasks.add(task);
			return Disposables.single();
		}

		@Override
		public Worker createWorker() {
			throw new UnsupportedOperationException();
		}

	}

}
