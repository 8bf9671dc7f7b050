package io.spinstream.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/**
 * Holds streams open and reads them in the thread of the caller. It reads only while one
 * of its methods runs.
 */
final class StreamHolder implements AutoCloseable {

	private static final int OPENED_PER_SECOND = 2_000;

	/** Less than the accept queue of a listening socket. */
	private static final int MOST_WAITING = 1_000;

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

	private static final long SELECT_MILLIS = 50;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

	private final Arrivals arrivals = new Arrivals();

	private final Selector selector = Selector.open();

	private final InetSocketAddress address;

	private final Script script;

	StreamHolder(InetSocketAddress address, Script script) throws IOException {
		this.address = address;
		this.script = script;
	}

	/**
	 * Open streams at an even rate, or slower if the server is slower, and wait for the
	 * first frame of each.
	 * @param count the number of streams
	 */
	void open(int count) throws IOException {
		long begin = System.nanoTime();
		int opened = 0;
		while (this.arrivals.streams() < count) {
			for (long due = due(begin, count); opened < due; opened++) {
				HeldStream.open(this.address, this.script, this.arrivals, this.selector);
			}
			this.selector.select(this::serve, 1);
			refuse(System.nanoTime() - begin > LONGEST_WAIT.toNanos(), count);
		}
	}

	private long due(long begin, int count) {
		long paced = (System.nanoTime() - begin) * OPENED_PER_SECOND / NANOS_PER_SECOND;
		return Math.min(Math.min(paced, this.arrivals.streams() + MOST_WAITING), count);
	}

	private void refuse(boolean tooLate, int count) {
		if (tooLate) {
			throw new IllegalStateException(
					"only %d of %d streams got a frame".formatted(this.arrivals.streams(), count));
		}
	}

	/**
	 * Read all streams for some time.
	 * @param time how long
	 */
	void hold(Duration time) throws IOException {
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < time.toNanos()) {
			this.selector.select(this::serve, SELECT_MILLIS);
		}
	}

	private void serve(SelectionKey key) {
		try {
			((HeldStream) key.attachment()).serve(key, this.buffer);
		}
		catch (IOException failure) {
			throw new IllegalStateException("a stream broke: " + failure.getMessage(), failure);
		}
	}

	/**
	 * Reset the gaps, and keep the times of the first frames.
	 * @return the arrivals, which count on
	 */
	Arrivals resetGaps() {
		this.arrivals.resetGaps();
		return this.arrivals;
	}

	/**
	 * Close all streams.
	 */
	void closeAll() throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			key.channel().close();
		}
	}

	@Override
	public void close() throws IOException {
		closeAll();
		this.selector.close();
	}

}
