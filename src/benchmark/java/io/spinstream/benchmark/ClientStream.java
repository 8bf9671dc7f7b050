package io.spinstream.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A stream of the client, and the times at which its frames come. The client closes it
 * when it has ended with its answer.
 */
final class ClientStream {

	private final long begin = System.nanoTime();

	private final SocketChannel channel;

	private final String path;

	private final Arrivals arrivals;

	private final Response response;

	private int frames;

	/** The time of the last frame, or 0 before the first one. */
	private long last;

	private ClientStream(SocketChannel channel, Script script, Arrivals arrivals) {
		this.channel = channel;
		this.path = script.path();
		this.arrivals = arrivals;
		this.response = new Response(new FrameCheck(script, arrivals));
	}

	static void open(InetSocketAddress address, Script script, Arrivals arrivals, Selector selector)
			throws IOException {
		SocketChannel channel = SocketChannel.open();
		channel.configureBlocking(false);
		channel.register(selector, SelectionKey.OP_CONNECT, new ClientStream(channel, script, arrivals));
		channel.connect(address);
	}

	/**
	 * Send the request, or read what has come.
	 * @throws IllegalStateException if the response is not as expected
	 */
	void serve(SelectionKey key, ByteBuffer buffer) throws IOException {
		if (key.isConnectable()) {
			ask();
			key.interestOps(SelectionKey.OP_READ);
		}
		else {
			read(buffer.clear());
		}
	}

	private void ask() throws IOException {
		this.channel.finishConnect();
		this.channel.write(StandardCharsets.US_ASCII.encode(
				"GET " + this.path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: benchmark\r\nAccept: */*\r\n\r\n"));
	}

	private void read(ByteBuffer buffer) throws IOException {
		if (this.channel.read(buffer) < 0) {
			throw new IllegalStateException("a stream ended early");
		}
		long now = System.nanoTime();
		for (int frames = this.response.read(buffer.flip()); frames > 0; frames--) {
			note(now);
		}
		if (this.response.hasEnded()) {
			this.arrivals.answer(this.frames);
			close();
		}
	}

	private void note(long now) {
		if (this.last == 0) {
			this.arrivals.first(now - this.begin);
		}
		else {
			this.arrivals.gap(now - this.last);
		}
		this.last = now;
		this.frames++;
	}

	void close() {
		try {
			this.channel.close();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
