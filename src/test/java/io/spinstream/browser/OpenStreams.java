package io.spinstream.browser;

import java.time.Duration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;

/**
 * What the server says of its open streams.
 */
final class OpenStreams {

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private OpenStreams() {
	}

	static void awaitNone(MeterRegistry meters) {
		Awaitility.await()
			.atMost(LONGEST)
			.until(() -> meters.find("spinstream.streams.open").gauges().stream().mapToDouble(Gauge::value).sum() == 0);
	}

}
