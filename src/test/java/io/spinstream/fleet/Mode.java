package io.spinstream.fleet;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which troubles there are in a sequence.
 */
enum Mode {

	UNDISTURBED(EnumSet.noneOf(Trouble.class)),

	CRASHES(EnumSet.of(Trouble.CRASH)),

	RESTARTS(EnumSet.of(Trouble.SHUTDOWN)),

	CLOCKS(EnumSet.of(Trouble.CLOCK)),

	PAUSES(EnumSet.of(Trouble.PAUSE)),

	PARTITIONS(EnumSet.of(Trouble.PARTITION, Trouble.LOST_ANSWER, Trouble.DELAY)),

	LOSSES(EnumSet.of(Trouble.FLUSH, Trouble.FAIL_OVER, Trouble.EVICTION)),

	EVERYTHING(EnumSet.allOf(Trouble.class));

	private final List<Trouble> troubles;

	Mode(Set<Trouble> troubles) {
		this.troubles = List.copyOf(troubles);
	}

	/**
	 * Return the mode of a sequence.
	 * @param seed its seed
	 * @return the mode, each as often as any other
	 */
	static Mode of(long seed) {
		return values()[Math.floorMod(seed, values().length)];
	}

	List<Trouble> troubles() {
		return this.troubles;
	}

}
