package io.spinstream.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import javax.net.ServerSocketFactory;

/**
 * Accepts connections on a port of this machine, and runs a script for each of them in a
 * thread of its own. A connection is closed when its script ends or fails.
 */
final class Acceptor implements AutoCloseable {

	private static final int BACKLOG = 50;

	private final ServerSocket socket;

	private final Thread thread;

	/**
	 * Listen on a port.
	 * @param sockets creates the server socket
	 * @param port the port, or 0 for any free one
	 * @param script what to do with each connection
	 */
	Acceptor(ServerSocketFactory sockets, int port, Script script) {
		this(sockets, InetAddress.getLoopbackAddress(), port, script);
	}

	/**
	 * Listen on a port of one address.
	 * @param sockets creates the server socket
	 * @param address the address
	 * @param port the port, or 0 for any free one
	 * @param script what to do with each connection
	 */
	Acceptor(ServerSocketFactory sockets, InetAddress address, int port, Script script) {
		try {
			this.socket = sockets.createServerSocket(port, BACKLOG, address);
			this.thread = Thread.startVirtualThread(() -> accept(script));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(Script script) {
		try {
			while (true) {
				Socket client = this.socket.accept();
				Thread.startVirtualThread(() -> run(script, client));
			}
		}
		catch (IOException closed) {
			return;
		}
	}

	private static void run(Script script, Socket client) {
		try (client) {
			script.play(client);
		}
		catch (IOException | InterruptedException closed) {
			return;
		}
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/**
	 * Refuse connections. The kernel accepts them until the thread has ended.
	 */
	@Override
	public void close() {
		try {
			this.socket.close();
			this.thread.join();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
