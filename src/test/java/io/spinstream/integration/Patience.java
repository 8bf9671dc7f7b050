package io.spinstream.integration;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for what must become true, as long as a busy machine may need.
 */
final class Patience {

	private static final Duration LONGEST = Duration.ofSeconds(20);

	private static final Duration POLL = Duration.ofMillis(10);

	private Patience() {
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(LONGEST).pollDelay(Duration.ZERO).pollInterval(POLL);
	}

}
