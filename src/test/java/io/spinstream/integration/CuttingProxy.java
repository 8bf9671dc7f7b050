package io.spinstream.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A network that cuts the first connection once, and leaves the others alone.
 */
final class CuttingProxy implements AutoCloseable {

	private final AtomicInteger connections = new AtomicInteger();

	private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final Predicate<String> cut;

	private final int server;

	/**
	 * Create a proxy.
	 * @param server a port of this machine
	 * @param cut whether to cut, asked after each byte that the server has sent
	 */
	CuttingProxy(int server, Predicate<String> cut) throws IOException {
		this.server = server;
		this.cut = cut;
		Thread.startVirtualThread(this::accept);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	int connections() {
		return this.connections.get();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.socket.accept();
				int number = this.connections.incrementAndGet();
				Thread.startVirtualThread(() -> relay(client, (number == 1) ? this.cut : (sent) -> false));
			}
		}
		catch (IOException closed) {
			return;
		}
	}

	private void relay(Socket client, Predicate<String> cut) {
		try (client; Socket upstream = new Socket(InetAddress.getLoopbackAddress(), this.server)) {
			Thread.startVirtualThread(() -> forward(client, upstream, (sent) -> false));
			forward(upstream, client, cut);
		}
		catch (IOException gone) {
			return;
		}
	}

	private static void forward(Socket from, Socket to, Predicate<String> cut) {
		StringBuilder sent = new StringBuilder();
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[1024];
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				for (int i = 0; i < read; i++) {
					out.write(buffer[i]);
					sent.append(new String(buffer, i, 1, StandardCharsets.ISO_8859_1));
					if (cut.test(sent.toString())) {
						return;
					}
				}
			}
		}
		catch (IOException gone) {
			return;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
