package io.spinstream.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.spinstream.run.AnswerRequest;
import io.spinstream.run.Life;
import reactor.core.publisher.Mono;

/**
 * What clients and upstream have seen of a run of the model. Times are milliseconds.
 */
final class ModelRun {

	private final List<ModelComputation> computations = new ArrayList<>();

	private final List<ModelReader> readers = new ArrayList<>();

	private final Map<ModelReplica, Long> askedAt = new HashMap<>();

	private final ModelWorld world;

	private final RunRules rules;

	private final StoredRun stored;

	private final int number;

	private final String method;

	private Life life;

	private String name = "";

	private String key = "";

	private long touchedAt;

	private long expectedAt = Long.MIN_VALUE;

	private boolean isPublic;

	private boolean mayBeDetached;

	ModelRun(ModelWorld world, int number, String method, Life life) {
		this.world = world;
		this.rules = new RunRules(world, this);
		this.stored = new StoredRun(world);
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

	/** Called when a reader has found the run, before it joins. */
	void expectReader() {
		this.expectedAt = this.world.time().millis();
	}

	boolean wasFoundWithin(long millis) {
		return this.expectedAt >= this.world.time().millis() - millis;
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
			this.stored.giveUp();
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
		MapServer.Entry now = this.world.server().known(this.key);
		if (now != this.stored.known()) {
			this.world.log("store: %s %s", this, StoredRun.text(now));
			this.rules.changes(this.stored.known(), now);
			this.stored.know(now);
		}
	}

	StoredRun stored() {
		return this.stored;
	}

	@Override
	public String toString() {
		return "run " + this.number;
	}

}
