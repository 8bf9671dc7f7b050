package io.spinstream.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A network between browser and server, to be cut, and to hold bytes back.
 */
final class Relay implements AutoCloseable {

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final int target;

	private final ServerSocket entrance;

	private volatile CountDownLatch gate = new CountDownLatch(0);

	private volatile boolean isDown;

	Relay(int target) throws IOException {
		this.target = target;
		this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread.startVirtualThread(() -> quietly(this::accept));
	}

	String url() {
		return "http://localhost:" + this.entrance.getLocalPort() + "/";
	}

	/** Drop all connections; new ones are dropped as well until {@code restore}. */
	void cut() {
		this.isDown = true;
		this.sockets.forEach((socket) -> quietly(socket::close));
		this.sockets.clear();
	}

	void restore() {
		this.isDown = false;
	}

	/** Let nothing more through to the browser until {@code release}. */
	void hold() {
		this.gate = new CountDownLatch(1);
	}

	/** Let through what was held back, all at once. */
	void release() {
		this.gate.countDown();
	}

	@Override
	public void close() throws IOException {
		this.entrance.close();
		cut();
		release();
	}

	private void accept() throws IOException {
		while (!this.entrance.isClosed()) {
			Socket browser = keep(this.entrance.accept());
			if (this.isDown) {
				browser.close();
			}
			else {
				connect(browser, keep(new Socket(InetAddress.getLoopbackAddress(), this.target)));
			}
		}
	}

	private Socket keep(Socket socket) throws IOException {
		socket.setTcpNoDelay(true);
		this.sockets.add(socket);
		return socket;
	}

	private void connect(Socket browser, Socket server) {
		Thread.startVirtualThread(() -> quietly(() -> pump(browser, server, false)));
		Thread.startVirtualThread(() -> quietly(() -> pump(server, browser, true)));
	}

	private void pump(Socket from, Socket to, boolean isGated) throws IOException, InterruptedException {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] bytes = new byte[64 * 1024];
			for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
				if (isGated) {
					this.gate.await();
				}
				out.write(bytes, 0, length);
			}
		}
	}

	private static void quietly(Action action) {
		try {
			action.run();
		}
		catch (IOException | InterruptedException closed) {
			return;
		}
	}

	@FunctionalInterface
	private interface Action {

		void run() throws IOException, InterruptedException;

	}

}
