package io.spinstream.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.netty.channel.EventLoop;

/**
 * A timing wheel for all streams of one event loop, which calls each once in 100 ms.
 */
final class BareWheel {

	private static final int SLOTS = 20;

	private static final int SLOT_MILLIS = 5;

	private static final Map<EventLoop, BareWheel> wheels = new ConcurrentHashMap<>();

	private final List<List<BareStream>> slots = IntStream.range(0, SLOTS)
		.<List<BareStream>>mapToObj((slot) -> new ArrayList<>())
		.toList();

	private int position;

	private BareWheel(EventLoop loop) {
		loop.scheduleAtFixedRate(this::turn, SLOT_MILLIS, SLOT_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Return the wheel of an event loop.
	 * @param loop the event loop, the only thread that may call its methods
	 * @return the wheel
	 */
	static BareWheel of(EventLoop loop) {
		return wheels.computeIfAbsent(loop, BareWheel::new);
	}

	void add(BareStream stream) {
		this.slots.get(this.position).add(stream);
	}

	private void turn() {
		this.position = (this.position + 1) % SLOTS;
		this.slots.get(this.position).removeIf((stream) -> !stream.spin());
	}

}
