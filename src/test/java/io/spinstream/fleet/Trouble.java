package io.spinstream.fleet;

import java.util.EnumSet;
import java.util.Set;

/**
 * What may befall replicas and their store.
 */
enum Trouble {

	/** A process ends without a word. */
	CRASH,
	/** A process shuts down, and gives its runs to others. */
	SHUTDOWN,
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
	/** Somebody sets the clock of a replica. */
	CLOCK;

	/** Those that keep a living replica from knowing what the store knows. */
	static final Set<Trouble> BLINDING = EnumSet.of(PAUSE, PARTITION, LOST_ANSWER, DELAY, FLUSH);

}
