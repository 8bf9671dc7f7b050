package io.spinstream.browser;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.spinstream.testing.Script;

/**
 * A stream of events that an upstream sends to one client when the test says so.
 */
final class UpstreamEvents implements Script, AutoCloseable {

	private static final String HEAD = "HTTP/1.1 200 \r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\n";

	private static final String END = "";

	private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

	@Override
	public void play(Socket client) throws IOException, InterruptedException {
		for (String text = HEAD; !text.equals(END); text = this.texts.take()) {
			client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		}
	}

	void send(String event, String data) {
		this.texts.add("event: %s\ndata: %s\n\n".formatted(event, data));
	}

	/** End the stream. */
	@Override
	public void close() {
		this.texts.add(END);
	}

}
