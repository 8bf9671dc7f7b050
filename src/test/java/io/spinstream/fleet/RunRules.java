package io.spinstream.fleet;

import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for a run of the model, by the troubles that there were. Times are
 * milliseconds.
 */
final class RunRules {

	private static final long MOST_LOSSES = 3;

	/** How late a replica may do what it does each second. */
	private static final long LATE = 2_000;

	/** How long a run may live for a reader who has found it. */
	private static final long ARRIVAL = 10_000;

	/** How much earlier than it left a reader may have been seen. */
	private static final long LOOK = 1_000;

	private final ModelWorld world;

	private final ModelRun run;

	RunRules(ModelWorld world, ModelRun run) {
		this.world = world;
		this.run = run;
	}

	void computes(ModelComputation computation) {
		boolean isFirst = computation.number() == 1;
		check(isFirst || this.world.mayRepeat(this.run.method()), "is computed again");
		check(isFirst || !this.world.history().isWhole(), "is computed again without need");
		check(computation.number() <= 1 + this.world.history().losses() || !this.world.history().isSeeing(),
				"is computed too often");
		check(computation.number() <= MOST_LOSSES + this.world.history().departures()
				|| this.world.history().isForgetting(), "is lost too often");
		check(this.run.computations().stream().noneMatch(ModelComputation::isAlone) || !this.world.history().isSeeing(),
				"is computed twice at a time");
	}

	void cancelled(ModelComputation computation) {
		check(!this.world.history().isSeeing() || computation.replica().isLeaving() || isStopped() || mayEndUnread(),
				"ends although somebody may wait for it");
	}

	private boolean isStopped() {
		return this.run.stored().stoppedAt() <= now();
	}

	private boolean mayEndUnread() {
		return !this.run.isRead() && switch (this.run.life()) {
			case WHILE_READ -> true;
			case RESUMABLE -> now() - this.run.touchedAt() >= window() - LOOK;
			case DETACHED -> false;
		};
	}

	void changes(MapServer.@Nullable Entry before, MapServer.@Nullable Entry now) {
		boolean isForgetting = this.world.history().isForgetting();
		long age = now() - this.run.stored().knownSince();
		if (before instanceof MapServer.Ended) {
			check(isForgetting || age >= this.world.settings().ended().toMillis(), "has ended and changes");
		}
		if (before instanceof MapServer.Running && now != null) {
			check(isForgetting || now.token() >= before.token(), "has an older owner");
		}
		if (now instanceof MapServer.Ended ended) {
			check(this.run.stored().outcomes().isEmpty()
					|| this.run.stored().outcomes().contains(StoredRun.text(ended.outcome()))
					|| !this.world.history().isSeeing(), "ends twice");
		}
	}

	void told(ModelReader reader, Outcome outcome) {
		String text = StoredRun.text(outcome);
		boolean isAnswer = outcome instanceof Outcome.Answered;
		check(!isAnswer || this.run.computations().stream().anyMatch((one) -> one.answer().equals(text)),
				"has a false answer");
		boolean isExcused = outcome instanceof Outcome.Failed(AnswerException failure)
				&& isExcused(reader, failure.kind());
		check(isExcused || !this.world.history().isSeeing() || this.run.stored().outcomes().contains(text),
				"has a reader who gets what is not its outcome: " + text);
	}

	/** Returns whether the end concerns one reader alone. */
	private boolean isExcused(ModelReader reader, Kind kind) {
		switch (kind) {
			case UNREAD -> check(false, "has a reader and is not read");
			case LOST -> check(!this.world.history().isTelling() || this.run.stored().isForgotten(), "is lost");
			case MOVED, SHUTDOWN ->
				check(reader.replica().isLeaving() || this.world.history().departures() > 0, "is told of no shutdown");
			default -> {
			}
		}
		return switch (kind) {
			case LOST -> true;
			case MOVED, SHUTDOWN -> reader.replica().isLeaving();
			default -> false;
		};
	}

	/**
	 * Check that a run was not to be found.
	 * @param since when it was asked for
	 */
	void unknown(long since) {
		check(!this.world.history().isSeeing()
				|| this.run.readers().stream().noneMatch((reader) -> reader.hasReadSince(since)),
				"is unknown though it is read");
	}

	/**
	 * Check what must have happened by now.
	 */
	void check() {
		if (this.world.history().isSeeing()) {
			this.run.running().ifPresent(this::checkLife);
			this.run.readers().stream().filter(ModelReader::isReading).forEach(this::checkReader);
		}
	}

	private void checkLife(ModelComputation computation) {
		check(now() - this.run.stored().stoppedAt() <= LATE, "is stopped and computed");
		check(this.run.isRead() || this.run.mayBeDetached() || this.run.wasFoundWithin(ARRIVAL + LATE)
				|| now() - this.run.touchedAt() <= longestUnread(computation), "is unread and computed");
	}

	private long longestUnread(ModelComputation computation) {
		boolean isLocal = now()
				- this.run.askedElsewhereAt(computation.replica()) > this.world.settings().read().toMillis() + LATE;
		if (isLocal && computation.number() == 1) {
			return (this.run.life() == Life.WHILE_READ) ? LATE : Math.max(window(), ARRIVAL) + LATE;
		}
		return Math.max(window(), ARRIVAL) + this.world.settings().read().toMillis() + LATE;
	}

	private void checkReader(ModelReader reader) {
		long since = Math.max(reader.waitingSince(), this.run.stored().knownSince());
		if (!reader.replica().isAlive() || reader.waitingSince() > now()) {
			return;
		}
		if (this.run.stored().known() instanceof MapServer.Ended) {
			check(now() - since <= LATE, "has ended and does not tell it");
		}
		else if (this.run.stored().known() instanceof MapServer.Running running) {
			long lease = this.world.settings().lease().toMillis();
			long waits = Math.max(this.world.goneSince(running.owner()), reader.replica().startedAt()) + lease;
			check(now() - Math.max(since, waits) <= LATE || waits > now(), "is lost and not taken over");
		}
		checkProgress(reader);
	}

	private void checkProgress(ModelReader reader) {
		this.run.running()
			.filter((computation) -> now() - Math.max(computation.startedAt(), reader.waitingSince()) > LATE)
			.ifPresent((computation) -> check(reader.progress().equals(computation.answer()),
					"shows progress that is none: " + reader.progress()));
	}

	private long window() {
		return this.world.settings().resumeWindow().toMillis();
	}

	private long now() {
		return this.world.time().millis();
	}

	private void check(boolean isRight, String fault) {
		this.world.check(isRight, "%s %s", this.run, fault);
	}

}
