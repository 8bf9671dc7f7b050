package io.spinstream.fleet;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import io.spinstream.testing.HostileText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each store does for the replicas that share it.
 */
public abstract class RunStoreContractTests {

	/** Long, so that a slow machine changes nothing: time passes when a test says so. */
	protected static final FleetSettings SETTINGS = new FleetSettings(Duration.ofMinutes(1), Duration.ofMinutes(10),
			Duration.ofMinutes(5), Duration.ofMinutes(20), TakeOver.ANY);

	private static final Duration MARGIN = Duration.ofSeconds(30);

	private static final String KEY = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";

	private static final Inputs INPUTS = new Inputs("POST", Map.of("id", "7"), Map.of("X-A", List.of("1", "2")),
			new byte[] { 0, 10, -1 }, Life.RESUMABLE);

	private static final Outcome ANSWER = new Outcome.Answered(new Answer("42"));

	private static final Outcome FAILURE = new Outcome.Failed(new AnswerException(Kind.TIMEOUT, "too late"));

	private static final Outcome STOPPED = new Outcome.Failed(new AnswerException(Kind.STOPPED, "stopped"));

	private static final RunState UNKNOWN = new RunState.Unknown();

	private final List<RunStore> stores = new ArrayList<>();

	/**
	 * Create the store of one more replica.
	 * @return a store that is connected
	 */
	protected abstract RunStore create();

	/**
	 * Let time pass for what is stored.
	 * @param time how much
	 */
	protected abstract void pass(Duration time);

	/**
	 * Forget everything that is stored.
	 */
	protected abstract void flush();

	/**
	 * List what is stored.
	 * @return for how many milliseconds from now on each key is known, or a negative
	 * number for a key that is never forgotten. A key begins with {@code run:},
	 * {@code read:}, {@code replica:} or {@code stop:}
	 */
	protected abstract Map<String, Long> lives();

	private RunStore replica() {
		RunStore store = create();
		this.stores.add(store);
		return store;
	}

	@AfterEach
	void closeStores() {
		this.stores.forEach(RunStore::close);
	}

	private static <T> T get(Mono<T> operation) {
		return operation.blockOptional(Duration.ofSeconds(20)).orElseThrow();
	}

	private static void claimNothing(Mono<Claim> claim) {
		assertThat(claim.blockOptional(Duration.ofSeconds(20))).isEmpty();
	}

	private static RunState.Running running(RunStore owner, long token, String progress) {
		return new RunState.Running(owner.replica(), token, progress);
	}

	private static void assertEnded(RunState state, Outcome outcome) {
		assertThat(state).isInstanceOf(RunState.Ended.class);
		Outcome told = ((RunState.Ended) state).outcome();
		switch (outcome) {
			case Outcome.Answered(Answer answer) -> assertSame(((Outcome.Answered) told).answer(), answer);
			case Outcome.Failed(AnswerException failure) -> assertSame(((Outcome.Failed) told).failure(), failure);
		}
	}

	private static void assertSame(Answer told, Answer answer) {
		assertThat(told.contentType()).isEqualTo(answer.contentType());
		assertThat(told.bytes()).isEqualTo(answer.bytes());
		assertThat(told.charset()).isEqualTo(answer.charset());
	}

	private static void assertSame(AnswerException told, AnswerException failure) {
		assertThat(told.kind()).isEqualTo(failure.kind());
		assertThat(told.reason()).isEqualTo(failure.reason());
	}

	private Duration life(String kind) {
		return Duration.ofMillis(lives().entrySet()
			.stream()
			.filter((life) -> life.getKey().startsWith(kind))
			.findFirst()
			.orElseThrow()
			.getValue());
	}

	@Test
	void eachReplicaHasItsOwnName() {
		RunStore a = replica();
		RunStore b = replica();
		assertThat(a.replica()).matches("[A-Za-z0-9_-]+").isEqualTo(a.replica()).isNotEqualTo(b.replica());
	}

	@Test
	void aRunBelongsToTheReplicaThatBeginsIt() {
		RunStore a = replica();
		RunStore b = replica();
		assertThat(get(a.look(KEY))).isEqualTo(UNKNOWN);
		assertThat(get(a.begin(KEY, 1, INPUTS))).isTrue();
		assertThat(get(b.begin(KEY, 1, INPUTS))).isFalse();
		assertThat(get(a.look(KEY))).isEqualTo(running(a, 1, ""));
		assertThat(get(b.look(KEY))).isEqualTo(running(a, 1, ""));
		assertThat(get(b.look("other"))).isEqualTo(UNKNOWN);
	}

	@Test
	void nothingHappensBeforeAnOperationIsSubscribedTo() {
		RunStore a = replica();
		Mono<Boolean> begin = a.begin(KEY, 1, INPUTS);
		Mono<Boolean> renewal = a.renew();
		assertThat(lives()).isEmpty();
		assertThat(get(begin)).isTrue();
		assertThat(get(renewal)).isFalse();
		assertThat(get(renewal)).isTrue();
	}

	@Test
	void beginningAgainKeepsARunThatIsKnown() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(a.progress(KEY, 1, "half"));
		pass(MARGIN);
		assertThat(get(a.begin(KEY, 1, new Inputs("GET", Map.of(), Map.of(), new byte[0], Life.DETACHED)))).isTrue();
		assertThat(get(a.look(KEY))).isEqualTo(running(a, 1, "half"));
		assertThat(life("run:")).isLessThan(SETTINGS.running());
		assertClaimed(get(b.claim(KEY, 1, true)), 2, INPUTS);
	}

	@Test
	void aRunThatWasLostIsBegunAgainWithTheTokenOfItsOwner() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(b.claim(KEY, 1, true));
		flush();
		assertThat(get(b.begin(KEY, 2, INPUTS))).isTrue();
		assertThat(get(a.begin(KEY, 1, INPUTS))).isFalse();
		assertThat(get(a.look(KEY))).isEqualTo(running(b, 2, ""));
	}

	@Test
	void aRunThatDoesNotEndIsForgotten() {
		RunStore a = replica();
		get(a.begin(KEY, 1, INPUTS));
		pass(SETTINGS.running().minus(MARGIN));
		assertThat(get(a.look(KEY))).isEqualTo(running(a, 1, ""));
		pass(MARGIN);
		assertThat(get(a.look(KEY))).isEqualTo(UNKNOWN);
	}

	@Test
	void anOutcomeIsForgotten() {
		RunStore a = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(a.finish(KEY, 1, ANSWER));
		pass(SETTINGS.keepAnswer().minus(MARGIN));
		assertEnded(get(a.look(KEY)), ANSWER);
		pass(MARGIN);
		assertThat(get(a.look(KEY))).isEqualTo(UNKNOWN);
	}

	@Test
	void aClaimGivesTheInputsAndANewLife() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(a.progress(KEY, 1, "half"));
		pass(SETTINGS.running().minus(MARGIN));
		assertClaimed(get(b.claim(KEY, 1, true)), 2, INPUTS);
		assertThat(get(a.look(KEY))).isEqualTo(running(b, 2, ""));
		assertThat(life("run:")).isGreaterThan(SETTINGS.running().minus(MARGIN));
	}

	@Test
	void aClaimThatIsRepeatedIsAnsweredAsBefore() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(b.claim(KEY, 1, true));
		get(b.progress(KEY, 2, "half"));
		assertClaimed(get(b.claim(KEY, 1, true)), 2, INPUTS);
		assertThat(get(b.look(KEY))).isEqualTo(running(b, 2, "half"));
	}

	@Test
	void aClaimCountsWhatWasLost() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		assertThat(get(b.claim(KEY, 1, true)).losses()).isOne();
		assertThat(get(b.claim(KEY, 1, true)).losses()).isOne();
		assertThat(get(a.claim(KEY, 2, false)).losses()).isOne();
		assertThat(get(b.claim(KEY, 3, true)).losses()).isEqualTo(2);
	}

	private static void assertClaimed(Claim claim, long token, Inputs inputs) {
		assertThat(claim).usingRecursiveComparison()
			.withEqualsForType(Arrays::equals, byte[].class)
			.isEqualTo(new Claim(token, (int) token - 1, inputs));
		assertThat(List.copyOf(claim.inputs().parameters().keySet()))
			.isEqualTo(List.copyOf(inputs.parameters().keySet()));
		assertThat(List.copyOf(claim.inputs().headers().keySet())).isEqualTo(List.copyOf(inputs.headers().keySet()));
	}

	@Test
	void oneOfManyClaimsAtOnceWins() {
		get(replica().begin(KEY, 1, INPUTS));
		List<RunStore> replicas = Stream.generate(this::replica).limit(10).toList();
		List<String> winners = get(Flux.range(0, 50)
			.flatMap((i) -> replicas.get(i % 10).claim(KEY, 1, true).map((claim) -> replicas.get(i % 10).replica()), 50)
			.collectList());
		assertThat(winners).hasSize(5).containsOnly(winners.getFirst());
		assertThat(get(replicas.getFirst().look(KEY))).isEqualTo(new RunState.Running(winners.getFirst(), 2, ""));
	}

	@Test
	void onlyARunThatIsComputedAndWhoseTokenWasSeenIsClaimed() {
		RunStore a = replica();
		RunStore b = replica();
		claimNothing(b.claim(KEY, 1, true));
		get(a.begin(KEY, 1, INPUTS));
		claimNothing(b.claim(KEY, 0, true));
		claimNothing(b.claim(KEY, 2, true));
		get(a.finish(KEY, 1, ANSWER));
		claimNothing(b.claim(KEY, 1, true));
		assertEnded(get(a.look(KEY)), ANSWER);
	}

	@Test
	void whatAnOwnerOfBeforeSaysIsRefused() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(b.claim(KEY, 1, true));
		assertRefused(a, 1);
		assertThat(get(a.begin(KEY, 1, INPUTS))).isFalse();
		assertThat(get(b.look(KEY))).isEqualTo(running(b, 2, ""));
		get(a.claim(KEY, 2, true));
		assertRefused(a, 1);
		assertRefused(b, 2);
		assertThat(get(a.progress(KEY, 3, "half"))).isTrue();
		assertThat(get(a.finish(KEY, 3, ANSWER))).isTrue();
	}

	private static void assertRefused(RunStore store, long token) {
		assertThat(get(store.progress(KEY, token, "half"))).isFalse();
		assertThat(get(store.finish(KEY, token, ANSWER))).isFalse();
		assertThat(get(store.drop(KEY, token))).isFalse();
	}

	@Test
	void progressIsTold() {
		RunStore a = replica();
		RunStore b = replica();
		assertThat(get(a.progress(KEY, 1, "early"))).isFalse();
		assertThat(lives()).isEmpty();
		get(a.begin(KEY, 1, INPUTS));
		assertThat(get(b.progress(KEY, 1, "foreign"))).isFalse();
		assertThat(get(b.progress(KEY, 2, "foreign"))).isFalse();
		for (String text : HostileText.generate(1, 20)) {
			assertThat(get(a.progress(KEY, 1, HostileText.decoded(text)))).isTrue();
			assertThat(get(a.look(KEY))).isEqualTo(running(a, 1, HostileText.decoded(text)));
		}
		get(a.finish(KEY, 1, ANSWER));
		assertThat(get(a.progress(KEY, 1, "late"))).isFalse();
		assertEnded(get(a.look(KEY)), ANSWER);
	}

	@Test
	void progressAndLifeDoNotProlongARun() {
		RunStore a = replica();
		get(a.begin(KEY, 1, INPUTS));
		pass(MARGIN);
		get(a.progress(KEY, 1, "half"));
		get(a.live(KEY, Life.DETACHED));
		assertThat(life("run:")).isLessThanOrEqualTo(SETTINGS.running().minus(MARGIN));
	}

	@ParameterizedTest
	@EnumSource
	void whatBecomesOfARunIsChangedForWhoTakesItOver(Life life) {
		RunStore a = replica();
		RunStore b = replica();
		assertThat(get(b.live(KEY, life))).isFalse();
		assertThat(lives()).isEmpty();
		get(a.begin(KEY, 1, INPUTS));
		assertThat(get(b.live(KEY, life))).isTrue();
		assertClaimed(get(b.claim(KEY, 1, true)), 2,
				new Inputs(INPUTS.method(), INPUTS.parameters(), INPUTS.headers(), INPUTS.body(), life));
		get(b.finish(KEY, 2, ANSWER));
		assertThat(get(b.live(KEY, life))).isFalse();
		assertEnded(get(b.look(KEY)), ANSWER);
	}

	static Stream<Outcome> outcomes() {
		byte[] all = new byte[256];
		for (int i = 0; i < all.length; i++) {
			all[i] = (byte) i;
		}
		byte[] large = new byte[1024 * 1024];
		new Random(1).nextBytes(large);
		return Stream.concat(
				Stream
					.of(new Answer("42"), new Answer(""), answer(all, null), answer(all, StandardCharsets.UTF_16LE),
							answer(all, StandardCharsets.ISO_8859_1), answer(large, null),
							new Answer("tëxt/plain; a=\"\r\n\"", new byte[0], null))
					.map(Outcome.Answered::new),
				Stream
					.concat(Stream.of(Kind.values()).map((kind) -> new AnswerException(kind, kind + " \n \u2028 é")),
							HostileText.generate(2, 5)
								.stream()
								.map((text) -> new AnswerException(HostileText.decoded(text))))
					.map(Outcome.Failed::new));
	}

	private static Answer answer(byte[] bytes, @Nullable Charset charset) {
		return new Answer("application/octet-stream", bytes, charset);
	}

	@Test
	void anyOutcomeIsTold() {
		RunStore a = replica();
		RunStore b = replica();
		outcomes().forEach((outcome) -> {
			flush();
			get(a.begin(KEY, 1, INPUTS));
			assertThat(get(a.finish(KEY, 1, outcome))).isTrue();
			assertEnded(get(b.look(KEY)), outcome);
			assertThat(get(a.finish(KEY, 1, outcome))).isTrue();
		});
	}

	@Test
	void theFirstOutcomeStays() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		assertThat(get(a.finish(KEY, 1, ANSWER))).isTrue();
		assertThat(get(a.finish(KEY, 1, ANSWER))).isTrue();
		assertThat(get(a.finish(KEY, 1, FAILURE))).isFalse();
		assertThat(get(a.finish(KEY, 1, new Outcome.Answered(new Answer("43"))))).isFalse();
		assertThat(get(a.finish(KEY, 1,
				new Outcome.Answered(new Answer("text/html", "42".getBytes(StandardCharsets.UTF_8), null)))))
			.isFalse();
		assertThat(get(a.finish(KEY, 2, ANSWER))).isFalse();
		assertThat(get(b.finish(KEY, 2, FAILURE))).isFalse();
		assertThat(get(a.begin(KEY, 1, INPUTS))).isTrue();
		assertThat(get(b.begin(KEY, 1, INPUTS))).isFalse();
		assertThat(get(a.drop(KEY, 1))).isFalse();
		assertEnded(get(b.look(KEY)), ANSWER);
	}

	@Test
	void theCharsetOfAnAnswerStays() {
		RunStore a = replica();
		get(a.finish(KEY, 1, new Outcome.Answered(answer(new byte[1], StandardCharsets.UTF_8))));
		assertThat(get(a.finish(KEY, 1, new Outcome.Answered(answer(new byte[1], null))))).isFalse();
		assertThat(get(a.finish(KEY, 1, new Outcome.Answered(answer(new byte[1], StandardCharsets.US_ASCII)))))
			.isFalse();
	}

	@Test
	void theReasonAndTheKindOfAFailureStay() {
		RunStore a = replica();
		get(a.finish(KEY, 1, FAILURE));
		assertThat(get(a.finish(KEY, 1,
				new Outcome.Answered(new Answer("TIMEOUT", "too late".getBytes(StandardCharsets.UTF_8), null)))))
			.isFalse();
		assertThat(get(a.finish(KEY, 1, new Outcome.Failed(new AnswerException(Kind.FAILED, "too late"))))).isFalse();
		assertThat(get(a.finish(KEY, 1, new Outcome.Failed(new AnswerException(Kind.TIMEOUT, "other"))))).isFalse();
		assertThat(get(a.finish(KEY, 1, FAILURE))).isTrue();
		assertEnded(get(a.look(KEY)), FAILURE);
	}

	@Test
	void anOutcomeWithAHigherTokenEndsARunWhoseClaimWasLost() {
		RunStore a = replica();
		RunStore b = replica();
		RunStore c = replica();
		get(a.begin(KEY, 1, INPUTS));
		assertThat(get(b.finish(KEY, 1, FAILURE))).isFalse();
		assertThat(get(b.finish(KEY, 2, ANSWER))).isTrue();
		assertThat(get(a.finish(KEY, 1, FAILURE))).isFalse();
		assertEnded(get(c.look(KEY)), ANSWER);
	}

	@Test
	void anOutcomeOfARunThatWasLostIsWrittenAnew() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		flush();
		assertThat(get(a.finish(KEY, 1, ANSWER))).isTrue();
		assertThat(get(a.begin(KEY, 1, INPUTS))).isTrue();
		assertThat(get(b.begin(KEY, 2, INPUTS))).isFalse();
		assertEnded(get(b.look(KEY)), ANSWER);
		assertThat(life("run:")).isLessThanOrEqualTo(SETTINGS.ended());
	}

	@Test
	void anEndLeavesNothingToTakeOver() {
		RunStore a = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(a.progress(KEY, 1, "half"));
		get(a.finish(KEY, 1, ANSWER));
		claimNothing(a.claim(KEY, 1, true));
		claimNothing(a.claim(KEY, 0, true));
	}

	@Test
	void stoppingTellsTheStateBefore() {
		RunStore a = replica();
		RunStore b = replica();
		assertThat(get(b.stop(KEY))).isEqualTo(UNKNOWN);
		assertThat(lives()).isEmpty();
		get(a.begin(KEY, 1, INPUTS));
		get(a.progress(KEY, 1, "half"));
		assertThat(get(b.stop(KEY))).isEqualTo(running(a, 1, "half"));
		assertEnded(get(a.stop(KEY)), STOPPED);
		assertEnded(get(a.look(KEY)), STOPPED);
		assertThat(life("run:")).isBetween(SETTINGS.ended().minus(MARGIN), SETTINGS.ended());
		assertThat(get(a.begin(KEY, 1, INPUTS))).isTrue();
		assertThat(get(b.begin(KEY, 1, INPUTS))).isFalse();
	}

	@Test
	void aRunThatWasStoppedStaysSo() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(b.stop(KEY));
		assertRefused(a, 1);
		assertThat(get(a.finish(KEY, 1, STOPPED))).isFalse();
		claimNothing(b.claim(KEY, 1, true));
		claimNothing(b.claim(KEY, 2, true));
		assertEnded(get(a.look(KEY)), STOPPED);
	}

	@Test
	void stoppingDoesNotChangeAnOutcome() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.finish(KEY, 1, ANSWER));
		assertEnded(get(b.stop(KEY)), ANSWER);
		assertEnded(get(b.look(KEY)), ANSWER);
	}

	@Test
	void aReplicaIsToldOnceWhichRunsWereStopped() {
		RunStore a = replica();
		RunStore b = replica();
		assertThat(get(a.takeStopped())).isEmpty();
		b.tellStopped(a.replica(), KEY).block();
		b.tellStopped(a.replica(), "other").block();
		b.tellStopped(a.replica(), KEY).block();
		assertThat(get(b.takeStopped())).isEmpty();
		assertThat(get(a.takeStopped())).containsExactlyInAnyOrder(KEY, "other");
		assertThat(get(a.takeStopped())).isEmpty();
		assertThat(lives()).isEmpty();
	}

	@Test
	void whatAReplicaThatIsGoneIsToldIsForgotten() {
		RunStore a = replica();
		RunStore b = replica();
		b.tellStopped(a.replica(), KEY).block();
		pass(Duration.ofSeconds(60));
		assertThat(lives()).isEmpty();
		assertThat(get(a.takeStopped())).isEmpty();
	}

	@Test
	void aRunIsDroppedIfNobodyReadsItElsewhere() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(a.look(KEY));
		assertThat(get(b.drop(KEY, 1))).isFalse();
		assertThat(get(b.drop(KEY, 2))).isFalse();
		assertThat(get(a.drop(KEY, 1))).isTrue();
		assertThat(get(b.look(KEY))).isEqualTo(UNKNOWN);
		assertThat(lives()).isEmpty();
		assertThat(get(a.drop(KEY, 1))).isFalse();
	}

	@Test
	void whoLooksReadsForTheResumeWindow() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		get(b.look(KEY));
		assertThat(life("read:")).isBetween(SETTINGS.resumeWindow().minus(MARGIN), SETTINGS.resumeWindow());
		pass(SETTINGS.resumeWindow().minus(MARGIN));
		assertThat(get(a.drop(KEY, 1))).isFalse();
		get(b.look(KEY));
		pass(SETTINGS.resumeWindow().minus(MARGIN));
		assertThat(get(a.drop(KEY, 1))).isFalse();
		pass(MARGIN);
		assertThat(get(a.drop(KEY, 1))).isTrue();
	}

	@Test
	void lookingNeverShortensOrProlongsALife() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.begin(KEY, 1, INPUTS));
		pass(MARGIN);
		get(b.look(KEY));
		assertThat(life("run:")).isBetween(SETTINGS.running().minus(MARGIN.multipliedBy(2)),
				SETTINGS.running().minus(MARGIN));
		get(a.finish(KEY, 1, ANSWER));
		pass(MARGIN);
		get(b.look(KEY));
		assertThat(life("run:")).isBetween(SETTINGS.ended().minus(MARGIN.multipliedBy(2)),
				SETTINGS.ended().minus(MARGIN));
	}

	@Test
	void whoLooksAtARunThatIsNotComputedDoesNotReadIt() {
		RunStore a = replica();
		RunStore b = replica();
		get(b.look(KEY));
		assertThat(lives()).isEmpty();
		get(a.finish(KEY, 1, ANSWER));
		get(b.look(KEY));
		assertThat(lives()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void aRunIsDroppedUnlessItLivesWithoutReaders(Life life) {
		RunStore a = replica();
		get(a.begin(KEY, 1, new Inputs(INPUTS.method(), INPUTS.parameters(), INPUTS.headers(), INPUTS.body(), life)));
		assertThat(get(a.drop(KEY, 1))).isEqualTo(life != Life.DETACHED);
		get(a.begin(KEY, 1, INPUTS));
		get(a.live(KEY, life));
		assertThat(get(a.drop(KEY, 1))).isEqualTo(life != Life.DETACHED);
	}

	@Test
	void aLeaseLapsesUnlessItIsRenewed() {
		RunStore a = replica();
		RunStore b = replica();
		assertThat(get(b.lease(a.replica()))).isEqualTo(Lease.LAPSED);
		assertThat(get(a.renew())).isFalse();
		assertThat(get(b.lease(a.replica()))).isEqualTo(Lease.HELD);
		assertThat(get(b.lease(b.replica()))).isEqualTo(Lease.LAPSED);
		pass(MARGIN);
		assertThat(get(a.renew())).isTrue();
		pass(SETTINGS.lease().minus(MARGIN));
		assertThat(get(b.lease(a.replica()))).isEqualTo(Lease.HELD);
		pass(MARGIN);
		assertThat(get(b.lease(a.replica()))).isEqualTo(Lease.LAPSED);
		assertThat(get(a.renew())).isFalse();
	}

	@Test
	void aReplicaThatLeavesIsNotAlive() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.renew());
		get(b.renew());
		a.leave().block();
		a.leave().block();
		assertThat(get(b.lease(a.replica()))).isEqualTo(Lease.GIVEN_BACK);
		assertThat(get(a.lease(b.replica()))).isEqualTo(Lease.HELD);
		assertThat(get(a.renew())).isFalse();
	}

	@Test
	void everythingIsForgottenByItself() {
		RunStore a = replica();
		RunStore b = replica();
		get(a.renew());
		get(a.begin(KEY, 1, INPUTS));
		get(a.progress(KEY, 1, "half"));
		get(a.live(KEY, Life.DETACHED));
		get(b.look(KEY));
		get(b.claim(KEY, 1, true));
		get(a.begin("finished", 1, INPUTS));
		get(a.finish("finished", 1, ANSWER));
		get(a.finish("lost", 1, FAILURE));
		get(a.begin("stopped", 1, INPUTS));
		get(b.stop("stopped"));
		b.tellStopped(a.replica(), "stopped").block();
		assertThat(lives()).containsOnlyKeys("replica:" + a.replica(), "run:" + KEY, "read:" + KEY, "run:finished",
				"run:lost", "run:stopped", "stop:" + a.replica());
		assertThat(lives().values()).allMatch((life) -> 0 < life && life <= SETTINGS.ended().toMillis());
		pass(SETTINGS.ended());
		assertThat(lives()).isEmpty();
	}

	@Test
	void anyInputsAreGivenToWhoTakesTheRunOver() {
		Map<String, String> parameters = new LinkedHashMap<>();
		Map<String, List<String>> headers = new LinkedHashMap<>();
		for (String text : HostileText.generate(3, 20).stream().map(HostileText::decoded).toList()) {
			parameters.put(text, text);
			headers.put(text, List.of(text, "", text));
		}
		headers.put("X-Long", List.of("x".repeat(10_000)));
		byte[] body = new byte[64 * 1024];
		new Random(1).nextBytes(body);
		Inputs hostile = new Inputs("POST", parameters, headers, body, Life.WHILE_READ);
		Inputs empty = new Inputs("GET", Map.of(), Map.of(), new byte[0], Life.DETACHED);
		RunStore a = replica();
		RunStore b = replica();
		for (Inputs inputs : List.of(hostile, empty)) {
			flush();
			get(a.begin(KEY, 1, inputs));
			assertClaimed(get(b.claim(KEY, 1, true)), 2, inputs);
		}
	}

	@Test
	void theFirstConnectionIsToldToo() {
		assertThat(replica().connections().blockFirst(Duration.ofSeconds(20))).isNotNull();
	}

}
