package io.spinstream.fleet;

/**
 * What may befall replicas and their store.
 */
enum Trouble {

	/** A process ends without a word. */
	CRASH,
	/** A process shuts down, and gives its runs to others. */
	SHUTDOWN,
	/** Somebody sets the clock of a replica. */
	CLOCK,
	/** A process stands still for a while. */
	PAUSE,
	/** A replica and the store do not reach each other for a while. */
	PARTITION,
	/** Commands are carried out, and their answers are lost. */
	LOST_ANSWER,
	/** Commands take longer than their callers wait. */
	DELAY,
	/** The store forgets everything. */
	FLUSH,
	/** The store forgets what it was told last. */
	FAIL_OVER,
	/** The store forgets a run. */
	EVICTION

}
