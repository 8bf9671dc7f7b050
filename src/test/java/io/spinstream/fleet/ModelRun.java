package io.spinstream.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What clients, upstream and store have seen of a run, and the rules for it.
 */
final class ModelRun {

	private static final long MOST_COMPUTATIONS = 3;

	/** How late a replica may learn something that the store knows. */
	private static final long TICKS_MILLIS = 3_000;

	/** How much longer than the window a run may live for a reader who has found it. */
	private static final long ARRIVAL_MILLIS = 10_000;

	/** How old the last look of a reader may be when it leaves. */
	private static final long LOOK_MILLIS = 1_000;

	private final List<ModelComputation> computations = new ArrayList<>();

	private final List<ModelReader> present = new ArrayList<>();

	private final Set<String> outcomes = new LinkedHashSet<>();

	private final ModelWorld world;

	private final int number;

	private final String method;

	private Life life;

	private String name = "";

	private String key = "";

	private MapServer.@Nullable Entry known;

	private boolean isPublic;

	private boolean isForgotten;

	private boolean mayBeDetached;

	private long touchedAt;

	private long endedAt;

	private long stoppedAt = Long.MAX_VALUE;

	ModelRun(ModelWorld world, int number, String method, Life life) {
		this.world = world;
		this.number = number;
		this.method = method;
		this.life = life;
		this.mayBeDetached = life == Life.DETACHED;
	}

	int number() {
		return this.number;
	}

	Life life() {
		return this.life;
	}

	AnswerRequest request() {
		return new AnswerRequest(this.method, Map.of(ModelSource.RUN, String.valueOf(this.number)), Map.of(),
				this.method.equals("POST") ? Mono.just(body().getBytes(StandardCharsets.UTF_8)) : Mono.empty());
	}

	private String body() {
		return "the question of " + this;
	}

	void checkBody(String body) {
		check(body.equals(this.method.equals("POST") ? body() : ""), "is asked for " + body);
	}

	void begin(String randomName) {
		this.name = randomName;
		this.key = RunKey.of(this.world.name(randomName));
		touch();
	}

	/** Its name is on the wire. */
	void publish() {
		this.isPublic = true;
	}

	boolean isPublic() {
		return this.isPublic;
	}

	String name() {
		return this.name;
	}

	/** Somebody knows now that the run goes on. */
	void touch() {
		this.touchedAt = now();
	}

	void enter(ModelReader reader) {
		this.present.add(reader);
	}

	void leave(ModelReader reader) {
		if (this.present.remove(reader)) {
			touch();
		}
	}

	void askToDetach() {
		this.mayBeDetached = true;
	}

	void detached() {
		this.life = Life.DETACHED;
	}

	private boolean isRead() {
		return this.present.stream().anyMatch((reader) -> reader.replica().isAlive());
	}

	ModelComputation compute(ModelReplica replica) {
		check(!this.world.isSeeing() || this.computations.stream().noneMatch(ModelComputation::isAlone),
				"is computed twice at a time");
		ModelComputation computation = new ModelComputation(this, replica, this.computations.size() + 1);
		this.computations.add(computation);
		this.world.log("%s starts", computation.answer());
		check(computation.number() == 1 || this.world.mayRepeat(this.method), "is computed again");
		check(computation.number() <= MOST_COMPUTATIONS || this.world.has(Trouble.FLUSH)
				|| this.world.has(Trouble.SHUTDOWN), "is computed too often");
		check(computation.number() == 1 || !this.world.isUndisturbed(), "is computed again without need");
		return computation;
	}

	void cancelled(ModelComputation computation) {
		if (!computation.isRunning()) {
			return;
		}
		computation.end();
		this.world.log("%s is cancelled", computation.answer());
		check(!this.world.isSeeing() || computation.replica().isLeaving() || isStopped() || mayEndUnread(),
				"ends although somebody may wait for it");
	}

	private boolean isStopped() {
		return this.stoppedAt <= now();
	}

	private boolean mayEndUnread() {
		return !isRead() && switch (this.life) {
			case WHILE_READ -> true;
			case RESUMABLE -> unreadFor() >= this.world.settings().resumeWindow().toMillis() - LOOK_MILLIS;
			case DETACHED -> false;
		};
	}

	private long unreadFor() {
		return now() - this.touchedAt;
	}

	/** Compares what the store knows with what it knew. */
	void watch() {
		MapServer.Entry before = this.known;
		MapServer.Entry now = this.world.server().known(this.key);
		this.known = now;
		if (before == now) {
			return;
		}
		this.world.log("store: %s is %s", this, now);
		if (before instanceof MapServer.Ended) {
			check(now() - this.endedAt >= this.world.settings().ended().toMillis() || this.world.has(Trouble.FLUSH),
					"has ended and changes");
		}
		if (before instanceof MapServer.Running && now == null && !this.world.isAlive(before.owner())) {
			this.isForgotten = true;
		}
		if (before instanceof MapServer.Running && now != null) {
			check(now.token() >= before.token(), "gets an older token");
		}
		if (now instanceof MapServer.Ended ended) {
			ended(ended.outcome());
		}
	}

	private void ended(Outcome outcome) {
		check(this.outcomes.isEmpty() || !this.world.isSeeing() || this.outcomes.contains(text(outcome)), "ends again");
		this.endedAt = now();
		this.outcomes.add(text(outcome));
		if (outcome instanceof Outcome.Failed(AnswerException failure) && failure.kind() == Kind.STOPPED) {
			this.stoppedAt = Math.min(this.stoppedAt, now());
		}
	}

	/**
	 * Check the end that a reader gets.
	 * @param reader the reader
	 * @param outcome the end
	 */
	void told(ModelReader reader, Outcome outcome) {
		boolean isSeeing = this.world.isSeeing();
		switch (outcome) {
			case Outcome.Answered(var answer) -> {
				check(this.computations.stream().anyMatch((one) -> one.answer().equals(answer.summary())),
						"has a false answer");
				check(!isSeeing || !isStopped() || this.outcomes.contains(text(outcome)), "is answered after a stop");
			}
			case Outcome.Failed(AnswerException failure) -> {
				switch (failure.kind()) {
					case MOVED, SHUTDOWN ->
						check(this.world.has(Trouble.SHUTDOWN), "is told of a shutdown that is none");
					case UNREAD -> check(reader.isLate(), "has a reader and is not read");
					case LOST -> check(!isSeeing || this.isForgotten, "is lost");
					default -> {
					}
				}
			}
		}
		check(!isSeeing || isMoved(outcome, reader) || isUnread(outcome) || this.isForgotten
				|| this.outcomes.contains(text(outcome)), "has a reader who gets an end of its own: " + text(outcome));
	}

	private static boolean isUnread(Outcome outcome) {
		return outcome instanceof Outcome.Failed(AnswerException failure) && failure.kind() == Kind.UNREAD;
	}

	private static boolean isMoved(Outcome outcome, ModelReader reader) {
		return reader.replica().isLeaving() && outcome instanceof Outcome.Failed(AnswerException failure)
				&& (failure.kind() == Kind.MOVED || failure.kind() == Kind.SHUTDOWN);
	}

	/**
	 * Check that a run was not to be found.
	 * @param since when it was asked for
	 */
	void unknown(long since) {
		check(!this.world.isSeeing() || this.present.stream().noneMatch((reader) -> reader.hasReadSince(since)),
				"is unknown though it is read");
	}

	/** Checks that the run does not go on for too long. */
	void checkLife() {
		if (!this.world.isSeeing() || this.computations.stream().noneMatch(ModelComputation::isRunning)) {
			return;
		}
		check(now() - this.stoppedAt <= TICKS_MILLIS, "is stopped and computed");
		check(isRead() || this.mayBeDetached || unreadFor() <= longestUnread(), "is unread and computed");
	}

	private long longestUnread() {
		long window = this.world.settings().resumeWindow().toMillis();
		return Math.max(window, ARRIVAL_MILLIS) + this.world.settings().read().toMillis() + TICKS_MILLIS;
	}

	static String text(Outcome outcome) {
		return switch (outcome) {
			case Outcome.Answered(var answer) -> answer.summary();
			case Outcome.Failed(AnswerException failure) -> failure.kind() + " " + failure.reason();
		};
	}

	private void check(boolean isRight, String fault) {
		if (!isRight) {
			this.world.fail("%s %s", this, fault);
		}
	}

	private long now() {
		return this.world.time().millis();
	}

	@Override
	public String toString() {
		return "run " + this.number;
	}

}
