package io.spinstream.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

import static io.spinstream.testing.Awaiting.await;

/**
 * A fake upstream on a port of this machine. It reads one request per connection, and
 * holds it until the test says how to answer. At the start it holds all requests.
 */
public final class Upstream implements AutoCloseable {

	private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();

	/** What each of the requests gets. */
	private final List<CompletableFuture<Function<ReceivedRequest, Script>>> scripts = new CopyOnWriteArrayList<>();

	private final AtomicInteger departures = new AtomicInteger();

	private final ServerSocketFactory sockets;

	private final InetAddress address;

	private volatile CompletableFuture<Function<ReceivedRequest, Script>> script = new CompletableFuture<>();

	private volatile Acceptor acceptor;

	public Upstream() {
		this(InetAddress.getLoopbackAddress());
	}

	/**
	 * Listen on a port of another address than the usual one.
	 * @param address an address of this machine
	 */
	public Upstream(InetAddress address) {
		this(ServerSocketFactory.getDefault(), address);
	}

	public Upstream(SSLContext tls) {
		this(tls.getServerSocketFactory(), InetAddress.getLoopbackAddress());
	}

	private Upstream(ServerSocketFactory sockets, InetAddress address) {
		this.sockets = sockets;
		this.address = address;
		this.acceptor = new Acceptor(sockets, address, 0, this::serve);
	}

	public int port() {
		return this.acceptor.port();
	}

	/**
	 * Return the requests since the start or the last {@code hold}.
	 * @return the requests in the order in which they came
	 */
	public List<ReceivedRequest> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Wait for requests. A client may know its run before the upstream has the request.
	 * @param count how many requests there must be at least
	 * @return the requests, in the order in which they came
	 */
	public List<ReceivedRequest> awaitRequests(int count) {
		await().until(() -> this.requests.size() >= count);
		return requests();
	}

	/**
	 * Count the clients that closed their connection while their request was held.
	 * @return the number since the start or the last {@code hold}
	 */
	public int departures() {
		return this.departures.get();
	}

	/**
	 * Hold the requests that come from now on. Those that are held now are answered.
	 */
	public synchronized void hold() {
		answer("too late");
		this.script = new CompletableFuture<>();
		this.requests.clear();
		this.scripts.clear();
		this.departures.set(0);
	}

	/**
	 * Answer the requests that are held, and those that come until the next {@code hold}.
	 * @param body the body of each response
	 */
	public void answer(String body) {
		play(Script.response(200, body));
	}

	/**
	 * Play a script for the requests that are held, and for those that come until the
	 * next {@code hold}.
	 * @param next the script
	 */
	public void play(Script next) {
		playEach((request) -> next);
	}

	/**
	 * Play a script for each of the requests that are held, and of those that come until
	 * the next {@code hold}.
	 * @param next returns the script for a request
	 */
	public void playEach(Function<ReceivedRequest, Script> next) {
		this.script.complete(next);
		this.script = CompletableFuture.completedFuture(next);
	}

	/**
	 * Play a script for one request that is held.
	 * @param request its place among {@code requests}, from 0
	 * @param next the script
	 */
	public void play(int request, Script next) {
		this.scripts.get(request).complete((same) -> next);
	}

	private void serve(Socket client) throws IOException, InterruptedException {
		ReceivedRequest request = ReceivedRequest.read(client.getInputStream());
		CompletableFuture<Function<ReceivedRequest, Script>> held = register(request);
		Thread.startVirtualThread(() -> watch(client, held));
		held.join().apply(request).play(client);
	}

	private synchronized CompletableFuture<Function<ReceivedRequest, Script>> register(ReceivedRequest request) {
		CompletableFuture<Function<ReceivedRequest, Script>> held = this.script.copy();
		this.scripts.add(held);
		this.requests.add(request);
		return held;
	}

	private void watch(Socket client, CompletableFuture<?> held) {
		awaitClose(client);
		if (!held.isDone()) {
			this.departures.incrementAndGet();
		}
	}

	private static void awaitClose(Socket client) {
		try {
			client.getInputStream().skip(Long.MAX_VALUE);
		}
		catch (IOException reset) {
			return;
		}
	}

	/**
	 * Refuse connections, from the moment when this method returns.
	 */
	@Override
	public void close() {
		this.acceptor.close();
	}

	/**
	 * Listen again, on the same port.
	 */
	public void reopen() {
		this.acceptor = new Acceptor(this.sockets, this.address, port(), this::serve);
	}

}
