package io.spinstream.fleet;

import java.util.LinkedHashSet;
import java.util.Set;

import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the store of the model has told of a run. Times are milliseconds.
 */
final class StoredRun {

	private final Set<String> outcomes = new LinkedHashSet<>();

	private final ModelWorld world;

	private MapServer.@Nullable Entry known;

	private long knownSince;

	private long stoppedAt = Long.MAX_VALUE;

	private boolean isForgotten;

	StoredRun(ModelWorld world) {
		this.world = world;
	}

	MapServer.@Nullable Entry known() {
		return this.known;
	}

	/**
	 * Replace what is known.
	 * @param now what is known now
	 */
	void know(MapServer.@Nullable Entry now) {
		MapServer.Entry before = this.known;
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

	/**
	 * Tell since when the run is computed, has ended or is unknown.
	 * @return when the last one of these began
	 */
	long knownSince() {
		return this.knownSince;
	}

	/**
	 * Return how the run has ended.
	 * @return all outcomes that the store has ever known
	 */
	Set<String> outcomes() {
		return this.outcomes;
	}

	/**
	 * Tell when a stop was accepted.
	 * @return the first time, in the far future if there is none
	 */
	long stoppedAt() {
		return this.stoppedAt;
	}

	/** Nobody computes the run any more, which the store does not know for sure. */
	void giveUp() {
		this.isForgotten |= this.world.history().isForgetting();
	}

	/**
	 * Tell whether the outcome may be lost.
	 * @return whether the run was given up, or nobody has computed it for too long
	 */
	boolean isForgotten() {
		return this.isForgotten;
	}

	static String text(MapServer.@Nullable Entry entry) {
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

}
