package io.spinstream.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream that sends any bytes as an answer to any request.
 */
final class RawUpstream implements AutoCloseable {

	private final AtomicInteger requests = new AtomicInteger();

	private volatile ServerSocket socket;

	private volatile Thread acceptor;

	private volatile Script script = Script.HANG;

	RawUpstream() {
		listen(0);
	}

	private void listen(int port) {
		try {
			ServerSocket listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
			this.socket = listening;
			this.acceptor = Thread.startVirtualThread(() -> accept(listening));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.socket.getLocalPort();
	}

	int requests() {
		return this.requests.get();
	}

	void play(Script next) {
		this.script = next;
	}

	private void accept(ServerSocket listening) {
		try {
			while (true) {
				Socket client = listening.accept();
				Thread.startVirtualThread(() -> answer(client));
			}
		}
		catch (IOException closed) {
			return;
		}
	}

	private void answer(Socket client) {
		try (client) {
			client.getInputStream().read(new byte[8192]);
			this.requests.incrementAndGet();
			this.script.play(client);
		}
		catch (IOException | InterruptedException gone) {
			return;
		}
	}

	/**
	 * Refuse connections. The kernel goes on taking them until the acceptor has woken up.
	 */
	@Override
	public void close() {
		try {
			this.socket.close();
			this.acceptor.join();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Listen again where it listened before.
	 */
	void reopen() {
		listen(port());
	}

	/**
	 * What is done to a client that has sent its request.
	 */
	@FunctionalInterface
	interface Script {

		Script HANG = (client) -> client.getInputStream().read();

		void play(Socket client) throws IOException, InterruptedException;

		static Script send(String bytes) {
			return (client) -> client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		}

		static Script ok(String body) {
			return send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
		}

		default Script then(Script next) {
			return (client) -> {
				play(client);
				next.play(client);
			};
		}

	}

}
