package io.spinstream.integration.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.spinstream.testing.ProxyProgram;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReverseProxy;
import io.spinstream.testing.ServerProcess;
import io.spinstream.testing.Tools;
import io.spinstream.testing.Upstream;
import org.awaitility.core.ConditionTimeoutException;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicas in processes of their own, and their upstream.
 */
final class Fleet implements AutoCloseable {

	/** Starts sooner, and compiles for less long. */
	private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

	private static final Pattern FIRST = Pattern
		.compile("retry: 1000\nid: (\\S{22})\nevent: spinner\ndata: spinner object: .*\n\n");

	private static final int EXIT_SECONDS = 20;

	private final Reports reports = new Reports();

	private final List<ServerProcess> replicas;

	private final List<ServerProcess> ended = new ArrayList<>();

	/**
	 * Start replicas.
	 * @param size their number
	 * @param store the URL of what they share
	 * @param settings command-line arguments of all of them
	 */
	Fleet(int size, String store, String... settings) {
		this(Collections.nCopies(size, store), settings);
	}

	/**
	 * Start replicas that reach their store by ways of their own.
	 * @param stores a URL for each replica
	 * @param settings command-line arguments of all of them
	 */
	Fleet(List<String> stores, String... settings) {
		List<CompletableFuture<ServerProcess>> started = stores.stream()
			.map((store) -> CompletableFuture.supplyAsync(() -> start(store, settings), Thread::startVirtualThread))
			.toList();
		this.replicas = started.stream().map(CompletableFuture::join).collect(Collectors.toCollection(ArrayList::new));
	}

	private ServerProcess start(String store, String... settings) {
		Stream<String> own = Stream.of(QUICK_START, "--spinstream.redis=" + store,
				"--spinstream.answer.url=" + this.reports.url());
		try {
			return new ServerProcess(Stream.concat(own, Stream.of(settings)).toArray(String[]::new));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * Wait until all replicas have reached their store, since they serve requests before.
	 * If one does not reach it, all are stopped.
	 * @return this fleet
	 */
	Fleet connected() {
		try {
			IntStream.range(0, size())
				.forEach((replica) -> await().until(() -> meter(replica, "spinstream_redis_up") == 1));
			return this;
		}
		catch (ConditionTimeoutException absent) {
			close();
			throw absent;
		}
	}

	Reports reports() {
		return this.reports;
	}

	Upstream upstream() {
		return this.reports.upstream();
	}

	ServerProcess replica(int number) {
		return this.replicas.get(number);
	}

	int port(int replica) {
		return replica(replica).port();
	}

	int size() {
		return this.replicas.size();
	}

	/**
	 * Send a GET request.
	 * @param replica who gets it
	 * @param target the request target
	 * @param headers header lines
	 * @return the client
	 */
	RawClient get(int replica, String target, String... headers) {
		return RawClient.get(port(replica), target, headers);
	}

	/**
	 * Begin to read, and come back after each cut.
	 * @param target the request target
	 * @param first who gets the first request
	 * @param next who get the later ones in turn; if there are none, the first one
	 * @return the reader
	 */
	ReturningReader read(String target, int first, int... next) {
		int[] later = (next.length > 0) ? next : new int[] { first };
		AtomicInteger turn = new AtomicInteger(-1);
		return new ReturningReader(() -> {
			int number = turn.getAndIncrement();
			return port((number < 0) ? first : later[number % later.length]);
		}, target);
	}

	/**
	 * Send a request without a body, and read the response. If it is to be sent again
	 * later, send it again.
	 * @param replica who gets it
	 * @param method the method
	 * @param target the request target
	 * @return the status
	 */
	int status(int replica, String method, String target) throws IOException {
		try (RawClient client = admitted(() -> ask(replica, method, target))) {
			return client.status();
		}
	}

	/**
	 * Send a request without a body once, and read the response.
	 * @param replica who gets it
	 * @param method the method
	 * @param target the request target
	 * @return the status, which is 503 also if the replica finds the store too slow
	 */
	int firstStatus(int replica, String method, String target) throws IOException {
		try (RawClient client = ask(replica, method, target)) {
			return client.status();
		}
	}

	private RawClient ask(int replica, String method, String target) throws IOException {
		return RawClient.request(port(replica), method, target).nextResponse(!method.equals("HEAD"));
	}

	/**
	 * Send a request until the response does not say to send it again later, as a replica
	 * does that finds the store too slow.
	 * @param request sends the request, whose response begins at once
	 * @return the client, which has read the head of the response
	 */
	static RawClient admitted(Callable<RawClient> request) {
		return await().until(request, Fleet::isAdmitted);
	}

	private static boolean isAdmitted(RawClient client) {
		try {
			if (client.status() != 503 || client.header("Retry-After").isEmpty()) {
				return true;
			}
			client.close();
			return false;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * Wait until a replica knows a run. Clients are told its name before, if the store is
	 * slow.
	 * @param replica the replica, which does not compute the run
	 * @param run the name of the run
	 * @return the path of the run
	 */
	String known(int replica, String run) {
		String path = "/spin/" + run;
		await().until(() -> firstStatus(replica, "HEAD", path) == 200);
		return path;
	}

	/**
	 * Send a POST request with a body.
	 * @param replica who gets it
	 * @param target the request target
	 * @param headers header lines
	 * @return the client
	 */
	RawClient post(int replica, String target, String... headers) {
		String more = Stream.of(headers).map((header) -> header + "\r\n").collect(Collectors.joining());
		return new RawClient(port(replica))
			.send("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n%s\r\nquestion".formatted(target, more));
	}

	/**
	 * Read a meter of a replica.
	 * @param replica the replica
	 * @param name its name as Prometheus sees it
	 * @return its value, over all tags
	 */
	int meter(int replica, String name) throws IOException {
		try (RawClient client = get(replica, "/actuator/prometheus")) {
			return (int) client.rest()
				.lines()
				.filter((line) -> line.matches(name + "[{ ].*"))
				.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
				.sum();
		}
	}

	int streams(int replica) throws IOException {
		return meter(replica, "spinstream_streams_open");
	}

	int runs(int replica) throws IOException {
		return meter(replica, "spinstream_runs_active");
	}

	/**
	 * Read the first event of a stream.
	 * @param stream the stream
	 * @return the name of its run
	 */
	static String run(RawClient stream) throws IOException {
		Matcher first = FIRST.matcher(stream.event());
		assertThat(first.matches()).as("a first event, of a response with status " + stream.status()).isTrue();
		return first.group(1);
	}

	/**
	 * Send SIGTERM to a replica, and wait for its end, which must be a quiet one.
	 * @param replica the replica
	 */
	void terminate(int replica) throws InterruptedException {
		replica(replica).terminate();
		assertThat(replica(replica).hasExitedWithin(EXIT_SECONDS)).isTrue();
		assertThat(replica(replica).lines()).noneMatch((line) -> line.contains(" ERROR "));
	}

	/**
	 * Send SIGKILL to a replica, and wait for its end.
	 * @param replica the replica
	 */
	void kill(int replica) throws IOException, InterruptedException {
		replica(replica).signal("KILL");
		assertThat(replica(replica).hasExitedWithin(EXIT_SECONDS)).isTrue();
	}

	/**
	 * Start a replica again that has ended, on the same port.
	 * @param replica the replica
	 */
	void startAgain(int replica) throws IOException {
		this.ended.add(replica(replica));
		this.replicas.set(replica, replica(replica).startAgain());
	}

	/**
	 * Return what replicas have complained of.
	 * @return lines of their logs, those of ended processes too
	 */
	List<String> warnings() {
		return Stream.concat(this.ended.stream(), this.replicas.stream())
			.flatMap((replica) -> replica.lines().stream())
			.filter((line) -> line.contains(" WARN ") || line.contains(" ERROR "))
			.toList();
	}

	/**
	 * Count how often replicas have found their store too slow, and have said so. A
	 * reader who comes back then may get a new run.
	 * @return the number since the start
	 */
	long slowAnswers() {
		return warnings().stream().filter((line) -> line.contains("does not answer")).count();
	}

	/**
	 * Skip what is left of a test if a replica has found its store too slow meanwhile.
	 * @param before how often replicas had at the start of the test
	 */
	void skipIfSlowSince(long before) {
		if (slowAnswers() != before) {
			Tools.skipInAnyCase("a replica has found its store too slow, so a reader may have got a new run");
		}
	}

	/**
	 * Start nginx in front of the replicas, as {@code docs/proxies.md} configures it.
	 * @param directory where it puts its files
	 * @return the proxy, which asks the replicas in turn
	 */
	ReverseProxy balance(Path directory) throws IOException {
		String servers = this.replicas.stream()
			.map((replica) -> "server 127.0.0.1:%d max_fails=0; ".formatted(replica.port()))
			.collect(Collectors.joining());
		String configuration = ProxyProgram.NGINX.documented()
			.replace("http://127.0.0.1:8080;",
					"http://replicas; proxy_http_version 1.1; proxy_next_upstream error timeout http_503;");
		return new ReverseProxy(ProxyProgram.NGINX, "upstream replicas { " + servers + "}\n" + configuration, directory,
				port(0));
	}

	@Override
	public void close() {
		this.replicas.forEach(ServerProcess::close);
		this.reports.close();
	}

}
