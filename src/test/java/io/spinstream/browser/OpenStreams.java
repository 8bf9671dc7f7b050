package io.spinstream.browser;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import static io.spinstream.testing.Awaiting.await;

/**
 * The number of open streams, as the meters of the server count them.
 */
final class OpenStreams {

	private OpenStreams() {
	}

	static void awaitNone(MeterRegistry meters) {
		await()
			.until(() -> meters.find("spinstream.streams.open").gauges().stream().mapToDouble(Gauge::value).sum() == 0);
	}

}
