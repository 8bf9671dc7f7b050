package io.spinstream.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Life;
import io.spinstream.run.Progress;
import io.spinstream.run.Run;
import io.spinstream.run.RunSettings;
import io.spinstream.run.Runs;
import io.spinstream.run.UnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What two replicas make of a run that they share.
 */
class SharedRunsTests {

	private static final Duration WINDOW = Duration.ofSeconds(30);

	private static final Duration STEP = Duration.ofMillis(10);

	private static final FleetSettings SETTINGS = new FleetSettings(Duration.ofSeconds(5), Duration.ofSeconds(60),
			WINDOW, Duration.ofMinutes(5), TakeOver.GET);

	private static final AnswerRequest POST = new AnswerRequest("POST", Map.of(), Map.of(), Mono.empty());

	private static final AnswerRequest GET = new AnswerRequest(Map.of("id", "7"));

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final MapServer server = new MapServer(SETTINGS, this.time);

	private final AtomicInteger takeOvers = new AtomicInteger();

	private final List<Replica> replicas = new ArrayList<>();

	private final Replica one = new Replica("one");

	private final Replica other = new Replica("other");

	@BeforeEach
	void join() {
		pass(Duration.ofSeconds(6));
		assertThat(this.one.runs.isFleetUp()).isTrue();
	}

	@Test
	void aReaderFindsTheRunOfAnotherReplicaAndItIsComputedOnce() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		Run same = this.other.find(run.name());
		assertThat(same.hasEnded()).isFalse();
		List<String> seen = this.other.read(same);
		this.one.answers.tryEmitValue(new Answer("42"));
		pass(Duration.ofSeconds(1));
		assertThat(seen).containsExactly("42");
		assertThat(this.one.computed).hasValue(1);
		assertThat(this.other.computed).hasValue(0);
		assertThat(this.other.find(run.name()).hasEnded()).isTrue();
	}

	@Test
	void aNameThatNobodyKnowsIsUnknown() {
		assertThat(get(this.one.runs.findAnywhere("AAAAAAAAAAAAAAAAAAAAAA"))).isEmpty();
		assertThat(get(this.one.runs.findAnywhere("malformed"))).isEmpty();
	}

	@Test
	void aRunThatIsFollowedTakesNoPlaceOfTheWork() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		this.other.read(this.other.find(run.name()));
		pass(Duration.ofSeconds(1));
		assertThat(this.other.runs.active()).isZero();
		assertThat(this.other.fleet.followed()).isOne();
	}

	@Test
	void progressIsSeenOnOtherReplicas() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		run.progress().tell("3 of 7 pages");
		pass(Duration.ofSeconds(1));
		Run same = this.other.find(run.name());
		assertThat(same.progress().latest()).isEqualTo("3 of 7 pages");
		this.other.read(same);
		run.progress().tell("4 of 7 pages");
		pass(Duration.ofSeconds(2));
		assertThat(same.progress().latest()).isEqualTo("4 of 7 pages");
	}

	@Test
	void aReaderOfADeadReplicaTakesItsRunOver() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		List<String> seen = this.other.read(this.other.find(run.name()));
		this.one.die();
		pass(Duration.ofSeconds(7));
		assertThat(this.other.computed).hasValue(1);
		assertThat(this.takeOvers).hasValue(1);
		assertThat(this.other.runs.active()).isOne();
		this.other.answers.tryEmitValue(new Answer("43"));
		pass(Duration.ofSeconds(1));
		assertThat(seen).containsExactly("43");
	}

	@Test
	void aPollTakesOverARunThatNobodyReads() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		run.detach().subscribe();
		run.leave();
		this.one.die();
		pass(Duration.ofSeconds(50));
		assertThat(this.other.computed).hasValue(0);
		assertThat(this.other.find(run.name()).hasEnded()).isFalse();
		pass(WINDOW.plusSeconds(20));
		assertThat(this.other.computed).hasValue(1);
		this.other.answers.tryEmitValue(new Answer("43"));
		pass(Duration.ofSeconds(1));
		assertThat(this.other.find(run.name()).hasEnded()).isTrue();
	}

	@Test
	void aPostIsNotComputedAgain() {
		Run run = this.one.begin(POST, Life.RESUMABLE);
		List<String> seen = this.other.read(this.other.find(run.name()));
		this.one.die();
		pass(Duration.ofSeconds(7));
		assertThat(seen).containsExactly("FAILED the server that computed the answer is gone");
		assertThat(this.other.computed).hasValue(0);
	}

	@Test
	void anOwnerThatWasThoughtDeadFollowsTheNewOne() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		List<String> here = this.one.read(this.one.find(run.name()));
		List<String> there = this.other.read(this.other.find(run.name()));
		this.one.store.disconnect();
		pass(Duration.ofSeconds(7));
		assertThat(this.other.computed).hasValue(1);
		this.one.store.connect();
		pass(Duration.ofSeconds(1));
		assertThat(this.one.cancelled).hasValue(1);
		this.one.answers.tryEmitValue(new Answer("42"));
		this.other.answers.tryEmitValue(new Answer("43"));
		pass(Duration.ofSeconds(1));
		assertThat(here).containsExactly("43");
		assertThat(there).containsExactly("43");
	}

	@Test
	void aStopOnAnyReplicaReachesTheWork() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		List<String> here = this.one.read(this.one.find(run.name()));
		Run same = this.other.find(run.name());
		List<String> there = this.other.read(same);
		get(same.stop());
		pass(Duration.ofSeconds(2));
		assertThat(this.one.cancelled).hasValue(1);
		assertThat(here).containsExactly("STOPPED stopped");
		assertThat(there).containsExactly("STOPPED stopped");
	}

	@Test
	void aStopReachesTheWorkThoughTheClientDoesNotWait() {
		Run own = this.one.begin(GET, Life.RESUMABLE);
		this.one.store.latency(Duration.ofMillis(100));
		own.stop().subscribe().dispose();
		pass(Duration.ofSeconds(1));
		assertThat(this.one.cancelled).hasValue(1);
		Run foreign = this.other.find(this.one.begin(GET, Life.RESUMABLE).name());
		this.other.store.latency(Duration.ofMillis(100));
		foreign.stop().subscribe().dispose();
		pass(Duration.ofSeconds(2));
		assertThat(this.one.cancelled).hasValue(2);
	}

	@Test
	void aStopIsToldToAStoreThatWasAway() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		List<String> there = this.other.read(this.other.find(run.name()));
		this.one.store.disconnect();
		get(run.stop());
		assertThat(this.one.cancelled).hasValue(1);
		this.one.store.connect();
		pass(Duration.ofSeconds(2));
		assertThat(there).containsExactly("STOPPED stopped");
	}

	@Test
	void aStopIsToldToAStoreThatHasForgottenTheRun() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		this.server.forget(run.name());
		get(run.stop());
		assertThat(this.other.find(run.name()).hasEnded()).isTrue();
	}

	@Test
	void aRunGoesOnWhileItIsReadElsewhere() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		Run same = this.other.find(run.name());
		this.other.read(same);
		run.leave();
		pass(WINDOW.multipliedBy(2));
		assertThat(this.one.cancelled).hasValue(0);
		same.leave();
		pass(WINDOW.multipliedBy(2));
		assertThat(this.one.cancelled).hasValue(1);
		assertThat(get(this.other.runs.findAnywhere(run.name()))).isEmpty();
	}

	@Test
	void aReaderWhoJoinsBesideTheLastOneOfAReplicaThatFollowsTheRunReadsOn() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		Run left = this.other.find(run.name());
		this.other.read(left);
		Run joining = this.other.runs.findForReader(run.name()).block();
		left.leave();
		pass(Duration.ofSeconds(1));
		List<String> seen = this.other.read(joining);
		this.one.answers.tryEmitValue(new Answer("42"));
		pass(Duration.ofSeconds(1));
		assertThat(seen).containsExactly("42");
	}

	@Test
	void aSlowCommandDoesNotMakeTheStoreCountAsAway() {
		this.one.store.latency(Duration.ofMillis(400));
		Run run = this.one.begin(GET, Life.RESUMABLE);
		pass(Duration.ofMillis(10));
		assertThat(this.one.runs.isFleetUp()).isTrue();
		assertThat(this.one.computed).hasValue(1);
		pass(Duration.ofMillis(400));
		assertThat(this.other.find(run.name()).hasEnded()).isFalse();
	}

	@Test
	void aRunThatIsLeftBeforeItsWorkStartsIsForgotten() {
		Run run = this.one.runs.create(GET, Life.DETACHED);
		run.join(1);
		get(run.begin());
		run.leave();
		pass(Duration.ofSeconds(1));
		assertThat(this.one.runs.active()).isZero();
	}

	@Test
	void aReaderWhoComesWhileTheRunIsDroppedKeepsIt() {
		Run run = this.one.begin(GET, Life.WHILE_READ);
		this.one.store.latency(Duration.ofMillis(100));
		run.leave();
		pass(Duration.ofMillis(80));
		assertThat(run.join(1)).isTrue();
		pass(Duration.ofSeconds(2));
		assertThat(this.one.cancelled).hasValue(0);
		assertThat(this.other.find(run.name()).hasEnded()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DETACHED")
	void aReaderWhoFindsARunWhileItIsDroppedMayJoinIt(Life life) {
		Run run = this.one.begin(GET, life);
		this.one.store.latency(Duration.ofMillis(100));
		run.leave();
		pass(((life == Life.RESUMABLE) ? WINDOW : Duration.ZERO).plusMillis(20));
		Run same = this.one.find(run.name());
		assertThat(this.one.cancelled).hasValue(0);
		assertThat(same.hasEnded()).isFalse();
		pass(WINDOW.multipliedBy(2));
		assertThat(this.one.cancelled).hasValue(1);
	}

	@Test
	void aRunThatTheStoreHasForgottenGoesOnAndIsKnownAgain() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		this.server.forget(run.name());
		run.progress().tell("3 of 7 pages");
		pass(Duration.ofSeconds(3));
		assertThat(this.one.cancelled).hasValue(0);
		assertThat(this.other.find(run.name()).progress().latest()).isEqualTo("3 of 7 pages");
	}

	@Test
	void aStopIsToldAgainToAStoreThatLosesAll() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		run.progress().tell("3 of 7 pages");
		get(this.other.find(run.name()).stop());
		this.server.flush();
		pass(Duration.ofSeconds(3));
		Replica third = new Replica("third");
		assertThat(third.find(run.name()).hasEnded()).isTrue();
	}

	@Test
	void aRunThatIsLeftWhileItIsTakenOverIsFoundAndStopped() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		Run left = this.other.find(run.name());
		this.other.read(left);
		this.one.die();
		this.other.store.latency(Duration.ofMillis(200));
		while (this.server.known(RunKey.of(run.name())).owner().equals("one")) {
			pass(STEP);
		}
		left.leave();
		pass(Duration.ofSeconds(1));
		Run same = this.other.find(run.name());
		List<String> seen = this.other.read(same);
		pass(Duration.ofSeconds(5));
		assertThat(this.other.computed).hasValue(1);
		get(same.stop());
		assertThat(this.other.cancelled).hasValue(1);
		assertThat(seen).containsExactly("STOPPED stopped");
	}

	@Test
	void aReplicaThatLeavesHandsItsRunsOverAndItsReadersAreToldSo() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		List<String> here = this.one.read(this.one.find(run.name()));
		get(this.one.runs.shutDown("the server is shutting down"));
		this.one.die();
		assertThat(here).containsExactly("MOVED the server is shutting down");
		List<String> there = this.other.read(this.other.find(run.name()));
		pass(Duration.ofSeconds(1));
		assertThat(this.other.computed).hasValue(1);
		this.other.answers.tryEmitValue(new Answer("43"));
		pass(Duration.ofSeconds(1));
		assertThat(there).containsExactly("43");
	}

	@Test
	void aRunMovesOnWithAsManyReplicasAsLeave() {
		String name = this.one.begin(GET, Life.RESUMABLE).name();
		Replica owner = this.one;
		for (int i = 0; i < 5; i++) {
			Replica next = new Replica("next " + i);
			pass(Duration.ofSeconds(6));
			get(owner.runs.shutDown("the server is shutting down"));
			owner.die();
			next.read(next.find(name));
			pass(Duration.ofSeconds(1));
			assertThat(next.computed).hasValue(1);
			owner = next;
		}
	}

	@Test
	void aRunThatIsLostThreeTimesIsGivenUp() {
		String name = this.one.begin(GET, Life.RESUMABLE).name();
		Replica owner = this.one;
		List<String> seen = List.of();
		for (int i = 0; i < 3; i++) {
			Replica next = new Replica("next " + i);
			pass(Duration.ofSeconds(6));
			owner.die();
			seen = next.read(next.find(name));
			pass(Duration.ofSeconds(6));
			assertThat(next.computed).hasValue((i < 2) ? 1 : 0);
			owner = next;
		}
		assertThat(seen).containsExactly("FAILED the answer was lost three times");
	}

	@Test
	void aReplicaThatLeavesEndsWhatNobodyMayComputeAgain() {
		Run run = this.one.begin(POST, Life.RESUMABLE);
		List<String> here = this.one.read(this.one.find(run.name()));
		List<String> there = this.other.read(this.other.find(run.name()));
		get(this.one.runs.shutDown("the server is shutting down"));
		pass(Duration.ofSeconds(1));
		assertThat(here).containsExactly("SHUTDOWN the server is shutting down");
		assertThat(there).containsExactly("SHUTDOWN the server is shutting down");
	}

	@Test
	void aStoreThatLosesAllIsToldAgain() {
		Run ended = this.one.begin(GET, Life.RESUMABLE);
		this.one.answers.tryEmitValue(new Answer("42"));
		pass(Duration.ofSeconds(1));
		this.one.answers = Sinks.one();
		Run run = this.one.begin(GET, Life.RESUMABLE);
		this.server.flush();
		pass(Duration.ofSeconds(2));
		assertThat(this.other.find(ended.name()).hasEnded()).isTrue();
		assertThat(this.other.find(run.name()).hasEnded()).isFalse();
	}

	@Test
	void withoutTheStoreRunsAreLocalAndKnownLater() {
		this.one.store.disconnect();
		pass(Duration.ofSeconds(2));
		Run run = this.one.begin(GET, Life.RESUMABLE);
		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(this.one.runs.findAnywhere("AAAAAAAAAAAAAAAAAAAAAA")));
		assertThat(get(this.other.runs.findAnywhere(run.name()))).isEmpty();
		this.one.store.connect();
		pass(Duration.ofSeconds(2));
		assertThat(this.other.find(run.name()).hasEnded()).isFalse();
	}

	@Test
	void aReplicaThatIsStillConnectingWaitsForTheStoreBeforeItIsAsked() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		Replica third = disconnected("third");
		List<Run> found = new ArrayList<>();
		third.runs.findAnywhere(run.name()).subscribe(found::add);
		pass(Duration.ofMillis(900));
		assertThat(found).isEmpty();
		third.store.connect();
		pass(Duration.ofMillis(90));
		assertThat(found).singleElement().extracting(Run::name).isEqualTo(run.name());
	}

	@Test
	void aReplicaThatStaysWithoutTheStoreSaysSoAfterASecond() {
		Replica third = disconnected("third");
		List<Throwable> failures = new ArrayList<>();
		third.runs.findAnywhere("AAAAAAAAAAAAAAAAAAAAAA").subscribe(null, failures::add);
		pass(Duration.ofMillis(990));
		assertThat(failures).isEmpty();
		pass(Duration.ofMillis(10));
		assertThat(failures).singleElement().isInstanceOf(UnavailableException.class);
	}

	@Test
	void aReaderIsToldWhenTheStoreIsAwayForTooLong() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		List<String> there = this.other.read(this.other.find(run.name()));
		this.other.store.disconnect();
		pass(Duration.ofSeconds(59));
		assertThat(there).isEmpty();
		pass(Duration.ofSeconds(3));
		assertThat(there).containsExactly("LOST the runs of other replicas cannot be reached");
	}

	@Test
	void nothingIsLeftWhenAllRunsHaveEnded() {
		Run run = this.one.begin(GET, Life.RESUMABLE);
		this.other.read(this.other.find(run.name()));
		this.one.answers.tryEmitValue(new Answer("42"));
		pass(Duration.ofSeconds(1));
		assertThat(this.one.runs.active()).isZero();
		assertThat(this.other.fleet.followed()).isZero();
		this.one.fleet.close();
		this.other.fleet.close();
		pass(Duration.ofMinutes(6));
		assertThat(this.server.lives()).isEmpty();
	}

	private Replica disconnected(String name) {
		MapStore store = new MapStore(this.server, name);
		store.disconnect();
		return new Replica(store);
	}

	private void pass(Duration duration) {
		for (long step = 0; step < duration.toMillis(); step += STEP.toMillis()) {
			this.time.advanceTimeBy(STEP);
			this.replicas.stream().filter((replica) -> replica.isAlive).forEach(Replica::goOn);
		}
	}

	private <T> List<T> get(Mono<T> source) {
		List<T> values = new ArrayList<>();
		List<Throwable> failures = new ArrayList<>();
		source.subscribe(values::add, failures::add);
		pass(Duration.ofSeconds(2));
		failures.forEach((failure) -> {
			throw (RuntimeException) failure;
		});
		return values;
	}

	/** A process that shares its runs. Its time does not go on when it is dead. */
	private final class Replica {

		private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

		private final AtomicInteger computed = new AtomicInteger();

		private final AtomicInteger cancelled = new AtomicInteger();

		private final AnswerSource source = this::compute;

		private final MapStore store;

		private final SharedRuns fleet;

		private final Runs runs;

		private boolean isAlive = true;

		private Sinks.One<Answer> answers = Sinks.one();

		Replica(String name) {
			this(new MapStore(SharedRunsTests.this.server, name));
		}

		Replica(MapStore store) {
			SharedRunsTests.this.replicas.add(this);
			this.store = store;
			this.fleet = new SharedRuns(this.source, this.store, SETTINGS, this.clock, this.clock,
					SharedRunsTests.this.takeOvers::incrementAndGet);
			this.runs = new Runs(this.source, new RunSettings(10, WINDOW, SETTINGS.keepAnswer(), 1_000_000), this.clock,
					this.fleet);
		}

		private Mono<Answer> compute(AnswerRequest request, Progress progress) {
			return this.answers.asMono()
				.doOnSubscribe((begin) -> this.computed.incrementAndGet())
				.doOnCancel(this.cancelled::incrementAndGet);
		}

		Run begin(AnswerRequest request, Life life) {
			Run run = this.runs.create(request, life);
			read(run);
			return run;
		}

		Run find(String name) {
			return get(this.runs.findForReader(name)).getFirst();
		}

		/** Returns what a new reader sees at the end. */
		List<String> read(Run run) {
			List<String> seen = new ArrayList<>();
			assertThat(run.join(10)).isTrue();
			run.begin()
				.then(run.answer())
				.subscribe((answer) -> seen.add(answer.summary()), (failure) -> seen.add(describe(failure)));
			pass(Duration.ofMillis(300));
			return seen;
		}

		private String describe(Throwable failure) {
			return (failure instanceof AnswerException explained) ? explained.kind() + " " + explained.reason()
					: failure.toString();
		}

		void goOn() {
			this.clock.advanceTimeBy(STEP);
		}

		void die() {
			this.isAlive = false;
		}

	}

}
