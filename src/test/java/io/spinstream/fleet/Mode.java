package io.spinstream.fleet;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which troubles there are in a sequence.
 */
enum Mode {

	UNDISTURBED(EnumSet.noneOf(Trouble.class)),

	CRASHES(EnumSet.of(Trouble.CRASH)),

	RESTARTS(EnumSet.of(Trouble.SHUTDOWN)),

	PAUSES(EnumSet.of(Trouble.PAUSE)),

	PARTITIONS(EnumSet.of(Trouble.PARTITION, Trouble.LOST_ANSWER, Trouble.DELAY)),

	FLUSHES(EnumSet.of(Trouble.FLUSH)),

	CLOCKS(EnumSet.of(Trouble.CLOCK)),

	EVERYTHING(EnumSet.allOf(Trouble.class));

	private final Set<Trouble> troubles;

	Mode(Set<Trouble> troubles) {
		this.troubles = troubles;
	}

	/**
	 * Return the mode of a sequence.
	 * @param seed its seed
	 * @return the mode, each as often as any other
	 */
	static Mode of(long seed) {
		return values()[Math.floorMod(seed, values().length)];
	}

	Set<Trouble> troubles() {
		return this.troubles;
	}

}
