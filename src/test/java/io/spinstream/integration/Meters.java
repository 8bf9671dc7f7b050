package io.spinstream.integration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The values of the meters of the service.
 */
final class Meters {

	private final MeterRegistry registry;

	Meters(MeterRegistry registry) {
		this.registry = registry;
	}

	int open() {
		return (int) this.registry.get("spinstream.streams.open").gauges().stream().mapToDouble(Gauge::value).sum();
	}

	int runs() {
		return (int) this.registry.get("spinstream.runs.active").gauge().value();
	}

	int ended(String outcome) {
		return (int) this.registry.get("spinstream.streams.ended").tag("outcome", outcome).counter().count();
	}

	int resumed() {
		return (int) this.registry.get("spinstream.runs.resumed").counter().count();
	}

}
