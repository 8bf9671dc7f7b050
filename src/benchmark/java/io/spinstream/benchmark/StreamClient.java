package io.spinstream.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/**
 * The client: opens streams and reads them in the thread of the caller. It reads only
 * while one of its methods runs.
 */
final class StreamClient implements AutoCloseable {

	private static final int OPENED_PER_SECOND = 2_000;

	/** Less than the accept queue of a listening socket. */
	private static final int MOST_WAITING = 1_000;

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

	private static final long SELECT_MILLIS = 50;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

	private final Selector selector = Selector.open();

	private final InetSocketAddress address;

	private final Script script;

	private final Arrivals arrivals;

	StreamClient(InetSocketAddress address, Script script, Arrivals arrivals) throws IOException {
		this.address = address;
		this.script = script;
		this.arrivals = arrivals;
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
			for (long due = paced(begin, count); opened < due; opened++) {
				open();
			}
			this.selector.select(this::serve, 1);
			refuse(System.nanoTime() - begin > LONGEST_WAIT.toNanos(), count);
		}
	}

	private long paced(long begin, int count) {
		return Math.min(Math.min(due(begin, OPENED_PER_SECOND), this.arrivals.streams() + MOST_WAITING), count);
	}

	private static long due(long begin, long rate) {
		return (System.nanoTime() - begin) * rate / NANOS_PER_SECOND;
	}

	private void open() throws IOException {
		ClientStream.open(this.address, this.script, this.arrivals, this.selector);
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

	/**
	 * Open streams at a fixed rate for some time, however slow the server is, and read
	 * each to its end.
	 * @param rate streams per second
	 * @param time how long
	 */
	void comeAndGo(int rate, Duration time) throws IOException {
		long begin = System.nanoTime();
		long opened = 0;
		while (System.nanoTime() - begin < time.toNanos()) {
			for (long due = due(begin, rate); opened < due; opened++) {
				open();
			}
			this.selector.select(this::serve, 1);
		}
	}

	/**
	 * Read all streams to their end. What is open after some time has got no answer.
	 * @param time how long
	 */
	void finish(Duration time) throws IOException {
		long begin = System.nanoTime();
		while (!this.selector.keys().isEmpty() && System.nanoTime() - begin < time.toNanos()) {
			this.selector.select(this::serve, SELECT_MILLIS);
		}
		this.selector.keys().forEach((key) -> this.arrivals.wrong("no answer"));
	}

	private void serve(SelectionKey key) {
		ClientStream stream = (ClientStream) key.attachment();
		try {
			stream.serve(key, this.buffer);
		}
		catch (IOException | IllegalStateException failure) {
			if (this.script.isEndless()) {
				throw new IllegalStateException(failure.getMessage(), failure);
			}
			this.arrivals.wrong(String.valueOf(failure.getMessage()));
			stream.close();
		}
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
