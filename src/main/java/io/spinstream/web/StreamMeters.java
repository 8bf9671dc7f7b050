package io.spinstream.web;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * What operators see of streams.
 */
@Component
final class StreamMeters {

	private final Map<SupervisorKind, Map<Format, AtomicInteger>> open = new EnumMap<>(SupervisorKind.class);

	private final Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);

	private final Counter resumed;

	StreamMeters(MeterRegistry meters) {
		for (SupervisorKind supervisor : SupervisorKind.values()) {
			this.open.put(supervisor, gauges(supervisor, meters));
		}
		for (Outcome outcome : Outcome.values()) {
			this.ended.put(outcome, counter(outcome, meters));
		}
		this.resumed = Counter.builder("spinstream.runs.resumed")
			.description("Streams that joined a run which had begun before")
			.register(meters);
	}

	private static Map<Format, AtomicInteger> gauges(SupervisorKind supervisor, MeterRegistry meters) {
		Map<Format, AtomicInteger> gauges = new EnumMap<>(Format.class);
		for (Format format : Format.values()) {
			gauges.put(format, gauge(supervisor, format, meters));
		}
		return gauges;
	}

	private static AtomicInteger gauge(SupervisorKind supervisor, Format format, MeterRegistry meters) {
		AtomicInteger open = new AtomicInteger();
		Gauge.builder("spinstream.streams.open", open, AtomicInteger::get)
			.description("Streams that are open")
			.tag("supervisor", supervisor.toString())
			.tag("format", format.toString())
			.register(meters);
		return open;
	}

	private static Counter counter(Outcome outcome, MeterRegistry meters) {
		return Counter.builder("spinstream.streams.ended")
			.description("Streams that have ended, and those that were refused for want of a place")
			.tag("outcome", outcome.toString())
			.register(meters);
	}

	/**
	 * Count the open streams of a kind.
	 * @param supervisor who spins
	 * @param format what is written
	 * @return their number
	 */
	AtomicInteger open(SupervisorKind supervisor, Format format) {
		return this.open.get(supervisor).get(format);
	}

	/**
	 * Count a stream that has ended.
	 * @param outcome how
	 */
	void ended(Outcome outcome) {
		this.ended.get(outcome).increment();
	}

	/**
	 * Count a stream that has joined a run of others.
	 */
	void resumed() {
		this.resumed.increment();
	}

}
