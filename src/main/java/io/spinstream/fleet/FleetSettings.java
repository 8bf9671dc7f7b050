package io.spinstream.fleet;

import java.time.Duration;

/**
 * The times and rules that the replicas share.
 *
 * @param lease how long a replica counts as alive after it has renewed its lease
 * @param answerTimeout how long after its beginning a run without an answer fails
 * @param resumeWindow how long a run is computed without a reader
 * @param keepAnswer how long an outcome is kept
 * @param takeOver which runs of a replica that is gone are computed again
 */
public record FleetSettings(Duration lease, Duration answerTimeout, Duration resumeWindow, Duration keepAnswer,
		TakeOver takeOver) {

	/** A reader who waits for an outcome elsewhere must have time to see it. */
	private static final Duration LEAST_KEPT = Duration.ofSeconds(10);

	/**
	 * Return how long the store knows a run that is being computed.
	 * @return the time from its beginning, and from each take-over
	 */
	public Duration running() {
		return this.answerTimeout.plus(this.resumeWindow).plus(this.lease);
	}

	/**
	 * Return how long a run counts as read where somebody has looked at it.
	 * @return at least so long that a reader looks again before
	 */
	public Duration read() {
		return (this.resumeWindow.compareTo(this.lease) > 0) ? this.resumeWindow : this.lease;
	}

	/**
	 * Return how long the store knows an outcome.
	 * @return at least so long that all who wait for it have looked
	 */
	public Duration ended() {
		return (this.keepAnswer.compareTo(LEAST_KEPT) > 0) ? this.keepAnswer : LEAST_KEPT;
	}

}
