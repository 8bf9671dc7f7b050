package io.spinstream.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The troubles that there were, and what may be expected in spite of them.
 */
final class History {

	/** The longest that a replica takes to tell the store again what it has lost. */
	private static final Duration TELLING = Duration.ofSeconds(3);

	private final List<Trouble> troubles = new ArrayList<>();

	private final FleetSettings settings;

	History(FleetSettings settings) {
		this.settings = settings;
	}

	void add(Trouble trouble) {
		this.troubles.add(trouble);
	}

	boolean has(Trouble trouble) {
		return this.troubles.contains(trouble);
	}

	/**
	 * Count the replicas that have gone.
	 * @return those that have crashed or shut down
	 */
	long losses() {
		return departures() + this.troubles.stream().filter((trouble) -> trouble == Trouble.CRASH).count();
	}

	long departures() {
		return this.troubles.stream().filter((trouble) -> trouble == Trouble.SHUTDOWN).count();
	}

	private boolean isOnly(Trouble... expected) {
		return Set.of(expected).containsAll(this.troubles);
	}

	/**
	 * Tell whether all living replicas have always known what the store knows.
	 * @return {@code true} too if some are gone
	 */
	boolean isSeeing() {
		return isOnly(Trouble.CRASH, Trouble.SHUTDOWN, Trouble.CLOCK);
	}

	/**
	 * Tell whether no replica has ever seemed to be gone.
	 * @return {@code true} too if the store has forgotten a run
	 */
	boolean isWhole() {
		return isOnly(Trouble.CLOCK, Trouble.EVICTION);
	}

	/**
	 * Tell whether the store may have forgotten something.
	 * @return {@code false} if it has forgotten only what its time was over for
	 */
	boolean isForgetting() {
		return has(Trouble.FLUSH) || has(Trouble.FAIL_OVER) || has(Trouble.EVICTION);
	}

	/**
	 * Tell whether the store has always been told again what it had forgotten, in time.
	 * @return {@code false} if a reader may learn that the answer was lost
	 */
	boolean isTelling() {
		return isSeeing() || (isOnly(Trouble.CLOCK, Trouble.FLUSH, Trouble.FAIL_OVER)
				&& this.settings.keepAnswer().compareTo(TELLING) > 0);
	}

}
