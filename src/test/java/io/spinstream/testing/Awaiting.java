package io.spinstream.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for a condition, polling often, with a timeout that suits a busy machine.
 */
public final class Awaiting {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration POLL = Duration.ofMillis(10);

	private Awaiting() {
	}

	public static ConditionFactory await() {
		return Awaitility.await().atMost(TIMEOUT).pollDelay(Duration.ZERO).pollInterval(POLL);
	}

}
