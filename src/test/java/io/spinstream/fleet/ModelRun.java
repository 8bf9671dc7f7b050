package io.spinstream.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What clients, upstream and store have seen of a run of the model. Times are
 * milliseconds.
 */
final class ModelRun {

	private final List<ModelComputation> computations = new ArrayList<>();

	private final List<ModelReader> readers = new ArrayList<>();

	private final Map<ModelReplica, Long> askedAt = new HashMap<>();

	private final Set<String> outcomes = new LinkedHashSet<>();

	private final ModelWorld world;

	private final RunRules rules;

	private final int number;

	private final String method;

	private Life life;

	private String name = "";

	private String key = "";

	private MapServer.@Nullable Entry known;

	private long knownSince;

	private long touchedAt;

	private long stoppedAt = Long.MAX_VALUE;

	private boolean isPublic;

	private boolean mayBeDetached;

	private boolean isForgotten;

	ModelRun(ModelWorld world, int number, String method, Life life) {
		this.world = world;
		this.rules = new RunRules(world, this);
		this.number = number;
		this.method = method;
		this.life = life;
		this.mayBeDetached = life == Life.DETACHED;
	}

	int number() {
		return this.number;
	}

	String method() {
		return this.method;
	}

	Life life() {
		return this.life;
	}

	RunRules rules() {
		return this.rules;
	}

	AnswerRequest request() {
		return new AnswerRequest(this.method, Map.of(ModelSource.RUN, String.valueOf(this.number)), Map.of(),
				body().isEmpty() ? Mono.empty() : Mono.just(body().getBytes(StandardCharsets.UTF_8)));
	}

	String body() {
		return this.method.equals("POST") ? "the question of " + this : "";
	}

	void begin(String randomName) {
		this.name = randomName;
		this.key = RunKey.of(this.world.name(randomName));
	}

	String name() {
		return this.name;
	}

	String key() {
		return this.key;
	}

	/** Clients may know its name from now on. */
	void publish() {
		this.isPublic = true;
	}

	boolean isPublic() {
		return this.isPublic;
	}

	/**
	 * Note that somebody asks a replica for it, or may just have done so.
	 * @param replica the replica
	 */
	void ask(ModelReplica replica) {
		this.askedAt.put(replica, this.world.time().millis());
	}

	/**
	 * Note that somebody knows that it goes on.
	 * @param replica where
	 */
	void touch(ModelReplica replica) {
		ask(replica);
		this.touchedAt = this.world.time().millis();
	}

	void enter(ModelReader reader) {
		this.readers.add(reader);
		touch(reader.replica());
	}

	void leave(ModelReader reader) {
		if (this.readers.remove(reader)) {
			touch(reader.replica());
		}
	}

	/**
	 * Returns those that have joined and have not left, also if their replica is gone.
	 */
	List<ModelReader> readers() {
		return this.readers;
	}

	boolean isRead() {
		return this.readers.stream().anyMatch((reader) -> reader.replica().isAlive());
	}

	long touchedAt() {
		return this.touchedAt;
	}

	long askedElsewhereAt(ModelReplica here) {
		return this.askedAt.entrySet()
			.stream()
			.filter((entry) -> entry.getKey() != here)
			.mapToLong(Map.Entry::getValue)
			.max()
			.orElse(Long.MIN_VALUE / 2);
	}

	void askToDetach() {
		this.mayBeDetached = true;
	}

	boolean mayBeDetached() {
		return this.mayBeDetached;
	}

	void detached() {
		this.life = Life.DETACHED;
	}

	ModelComputation compute(ModelReplica replica) {
		ModelComputation computation = new ModelComputation(this, replica, this.computations.size() + 1);
		this.world.log("%s starts", computation.answer());
		this.rules.computes(computation);
		this.computations.add(computation);
		return computation;
	}

	void cancelled(ModelComputation computation) {
		if (computation.isRunning()) {
			this.world.log("%s is cancelled", computation.answer());
			this.rules.cancelled(computation);
			this.isForgotten |= this.world.isForgetting();
			computation.end();
		}
	}

	List<ModelComputation> computations() {
		return this.computations;
	}

	Optional<ModelComputation> running() {
		return this.computations.stream().filter(ModelComputation::isRunning).findFirst();
	}

	/** Compares what the store knows with what it knew. */
	void watch() {
		MapServer.Entry before = this.known;
		MapServer.Entry now = this.world.server().known(this.key);
		if (before == now) {
			return;
		}
		this.world.log("store: %s %s", this, text(now));
		this.rules.changes(before, now);
		if (before instanceof MapServer.Running && now == null) {
			this.isForgotten |= !this.world.isAlive(before.owner());
		}
		if (before == null || now == null || before.getClass() != now.getClass()) {
			this.knownSince = this.world.time().millis();
		}
		this.known = now;
		if (now instanceof MapServer.Ended ended) {
			end(ended.outcome());
		}
	}

	private void end(Outcome outcome) {
		this.outcomes.add(text(outcome));
		if (outcome instanceof Outcome.Failed(AnswerException failure) && failure.kind() == Kind.STOPPED) {
			this.stoppedAt = Math.min(this.stoppedAt, this.world.time().millis());
		}
	}

	MapServer.@Nullable Entry known() {
		return this.known;
	}

	/** Returns since when the store knows that it is computed, or that it has ended. */
	long knownSince() {
		return this.knownSince;
	}

	/** Returns all outcomes that the store has ever known. */
	Set<String> outcomes() {
		return this.outcomes;
	}

	/** Returns when the store has accepted a stop. */
	long stoppedAt() {
		return this.stoppedAt;
	}

	/**
	 * Tell whether the store may have forgotten it.
	 * @return whether it was given up, or nobody has computed it for too long
	 */
	boolean isForgotten() {
		return this.isForgotten;
	}

	private static String text(MapServer.@Nullable Entry entry) {
		return switch (entry) {
			case null -> "is unknown";
			case MapServer.Running running -> "is %s, of %s, token %d, lost %d times, progress '%s'".formatted(
					running.inputs().life(), running.owner(), running.token(), running.losses(), running.progress());
			case MapServer.Ended ended ->
				"has ended on %s, token %d: %s".formatted(ended.owner(), ended.token(), text(ended.outcome()));
		};
	}

	static String text(Outcome outcome) {
		return switch (outcome) {
			case Outcome.Answered(var answer) -> answer.summary();
			case Outcome.Failed(AnswerException failure) -> failure.kind() + " " + failure.reason();
		};
	}

	@Override
	public String toString() {
		return "run " + this.number;
	}

}
