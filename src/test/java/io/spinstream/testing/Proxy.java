package io.spinstream.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of a server on this machine. It can cut connections, and delay
 * what the server sends.
 */
public final class Proxy implements AutoCloseable {

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private final int server;

	private final @Nullable Predicate<String> cut;

	private final Acceptor acceptor;

	private volatile CountDownLatch gate = new CountDownLatch(0);

	private volatile boolean isDown;

	/**
	 * Create a proxy that cuts connections only on {@code cut}.
	 * @param server the port of the server
	 */
	public Proxy(int server) {
		this(server, null, ServerSocketFactory.getDefault());
	}

	/**
	 * Create a proxy that cuts its first connection by itself.
	 * @param server the port of the server
	 * @param cut whether to cut: called after each byte from the server, with all bytes
	 * so far, one character per byte
	 */
	public Proxy(int server, Predicate<String> cut) {
		this(server, cut, ServerSocketFactory.getDefault());
	}

	/**
	 * Create a proxy that ends TLS.
	 * @param server the port of the server
	 * @param tls the certificate
	 */
	public Proxy(int server, SSLContext tls) {
		this(server, null, tls.getServerSocketFactory());
	}

	private Proxy(int server, @Nullable Predicate<String> cut, ServerSocketFactory sockets) {
		this.server = server;
		this.cut = cut;
		this.acceptor = new Acceptor(sockets, 0, this::connect);
	}

	public int port() {
		return this.acceptor.port();
	}

	public String url() {
		return "http://localhost:" + port() + "/";
	}

	public int connections() {
		return this.connections.get();
	}

	/** Cut all connections, and each new one until {@code restore}. */
	public void cut() {
		this.isDown = true;
		this.sockets.forEach(Proxy::close);
		this.sockets.clear();
	}

	public void restore() {
		this.isDown = false;
	}

	/** Keep what the server sends until {@code release}. */
	public void hold() {
		this.gate = new CountDownLatch(1);
	}

	/** Send on what was kept, up to 64 KB of it in one piece. */
	public void release() {
		this.gate.countDown();
	}

	@Override
	public void close() {
		this.acceptor.close();
		cut();
		release();
	}

	private void connect(Socket client) throws IOException, InterruptedException {
		int number = this.connections.incrementAndGet();
		track(client);
		if (!this.isDown) {
			Socket upstream = track(new Socket(InetAddress.getLoopbackAddress(), this.server));
			Thread.startVirtualThread(() -> sendRequests(client, upstream));
			try (upstream) {
				sendResponses(upstream, (number == 1) ? cutting(client) : client.getOutputStream());
			}
		}
	}

	private Socket track(Socket socket) throws IOException {
		socket.setTcpNoDelay(true);
		this.sockets.add(socket);
		return socket;
	}

	private OutputStream cutting(Socket client) throws IOException {
		OutputStream out = client.getOutputStream();
		return (this.cut != null) ? new CuttingOutputStream(out, this.cut) : out;
	}

	private static void sendRequests(Socket client, Socket upstream) {
		try (client; upstream) {
			client.getInputStream().transferTo(upstream.getOutputStream());
		}
		catch (IOException closed) {
			return;
		}
	}

	private void sendResponses(Socket upstream, OutputStream out) throws IOException, InterruptedException {
		InputStream in = upstream.getInputStream();
		byte[] bytes = new byte[64 * 1024];
		for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
			this.gate.await();
			int more = Math.min(in.available(), bytes.length - length);
			out.write(bytes, 0, length + in.readNBytes(bytes, length, more));
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException closed) {
			return;
		}
	}

}
