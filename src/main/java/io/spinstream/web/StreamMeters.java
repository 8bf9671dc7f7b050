package io.spinstream.web;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * The meters of streams. A response in JSON counts as a stream of the supervisor
 * {@code none}.
 */
@Component
final class StreamMeters {

	private final Map<Format, Map<SupervisorKind, AtomicInteger>> open = new EnumMap<>(Format.class);

	private final Map<StreamEnd, Counter> ended = new EnumMap<>(StreamEnd.class);

	private final Counter resumed;

	StreamMeters(MeterRegistry meters) {
		for (Format format : Format.values()) {
			this.open.put(format, gauges(format, meters));
		}
		for (StreamEnd outcome : StreamEnd.values()) {
			this.ended.put(outcome, counter(outcome, meters));
		}
		this.resumed = Counter.builder("spinstream.runs.resumed")
			.description("Streams that joined a run which had begun before")
			.register(meters);
	}

	private static Map<SupervisorKind, AtomicInteger> gauges(Format format, MeterRegistry meters) {
		Map<String, AtomicInteger> byTag = new HashMap<>();
		Map<SupervisorKind, AtomicInteger> gauges = new EnumMap<>(SupervisorKind.class);
		for (SupervisorKind supervisor : SupervisorKind.values()) {
			String tag = format.hasSpinner() ? supervisor.toString() : "none";
			gauges.put(supervisor, byTag.computeIfAbsent(tag, (same) -> gauge(tag, format, meters)));
		}
		return gauges;
	}

	private static AtomicInteger gauge(String supervisor, Format format, MeterRegistry meters) {
		AtomicInteger open = new AtomicInteger();
		Gauge.builder("spinstream.streams.open", open, AtomicInteger::get)
			.description("Streams that are open")
			.tag("supervisor", supervisor)
			.tag("format", format.toString())
			.register(meters);
		return open;
	}

	private static Counter counter(StreamEnd outcome, MeterRegistry meters) {
		return Counter.builder("spinstream.streams.ended")
			.description("Streams that have ended, and those that were refused for lack of a place")
			.tag("outcome", outcome.toString())
			.register(meters);
	}

	void opened(SupervisorKind supervisor, Format format) {
		this.open.get(format).get(supervisor).incrementAndGet();
	}

	void closed(SupervisorKind supervisor, Format format, StreamEnd outcome) {
		this.open.get(format).get(supervisor).decrementAndGet();
		ended(outcome);
	}

	void ended(StreamEnd outcome) {
		this.ended.get(outcome).increment();
	}

	/**
	 * Count a stream that has joined a run which had begun before.
	 */
	void resumed() {
		this.resumed.increment();
	}

}
