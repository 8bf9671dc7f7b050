package io.spinstream.fleet;

import io.spinstream.run.Outcome;

/**
 * What the store knows of a run.
 */
public sealed interface RunState {

	/** Nothing. */
	record Unknown() implements RunState {
	}

	/**
	 * It is being computed, unless its owner is gone.
	 *
	 * @param owner the replica that computes it
	 * @param token the token of the owner
	 * @param progress where the work is, or an empty text
	 */
	record Running(String owner, long token, String progress) implements RunState {
	}

	/**
	 * It has ended.
	 *
	 * @param outcome how
	 */
	record Ended(Outcome outcome) implements RunState {
	}

}
