package io.spinstream.testing;

import java.time.Duration;

/**
 * The 4 s in which a service that gets SIGTERM finishes its runs, measured by a test that
 * lets them finish.
 */
public final class Grace {

	/** Leaves a second for what the service has to do. */
	private static final Duration IN_TIME = Duration.ofSeconds(3);

	private final long begin = System.nanoTime();

	/** Skip the test if it was so slow that the service may have given the runs up. */
	public void skipIfOver() {
		Duration passed = Duration.ofNanos(System.nanoTime() - this.begin);
		if (passed.compareTo(IN_TIME) > 0) {
			Tools.skipInAnyCase(
					"the answers came %s after SIGTERM on this busy machine, and the grace is 4 s".formatted(passed));
		}
	}

}
