package io.spinstream.deploy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Tools;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The services of {@code deploy/compose.yaml} at work. The only thing that the file does
 * not say is their upstream.
 */
class ComposeTests {

	private static final String BALANCER = "balancer";

	private static final String OPEN = "spinstream_streams_open";

	private static final String REPLICA = "spinstream-1";

	private static final String GET = "GET /spin HTTP/1.1";

	private static final String ANSWER = "event: answer\nid: %s.done\ndata: Answer: 42\n\n";

	private static final String FAILED = "Failed: the server is shutting down";

	private static final Pattern RUN = Pattern.compile("retry: 1000\nid: (.{22})\nevent: spinner\ndata: .*\n\n");

	@TempDir
	private static Path directory;

	private static Upstream upstream;

	private static Composition services;

	@BeforeAll
	static void start() throws IOException {
		services = new Composition(directory);
		upstream = services.upstream();
	}

	@AfterAll
	static void stop() {
		if (services != null) {
			services.close();
		}
	}

	@BeforeEach
	void hold() {
		upstream.answer("the test is over");
		await().until(() -> sum(streams(OPEN)) == 0 && sum(streams("spinstream_runs_active")) == 0);
		upstream.hold();
	}

	@AfterEach
	void startAgain() throws IOException {
		if (!services.container(REPLICA).isAlive()) {
			services.startAgain(REPLICA);
		}
	}

	@Test
	void runIsComputedOnceAndReadOnAllReplicas() throws IOException {
		try (RawClient first = services.ask(BALANCER, GET)) {
			String run = run(first);
			List<RawClient> others = new ArrayList<>();
			for (String replica : services.replicas()) {
				awaitKnown(replica, run);
				others.add(services.ask(replica, "GET /spin/" + run + " HTTP/1.1"));
				assertThat(run(others.getLast())).isEqualTo(run);
			}
			upstream.awaitRequests(1);
			upstream.answer("42");
			assertThat(first.rest()).endsWith(ANSWER.formatted(run));
			for (RawClient other : others) {
				assertThat(other.rest()).endsWith(ANSWER.formatted(run));
				other.close();
			}
		}
		assertThat(upstream.requests()).hasSize(1);
	}

	/** Clients are told the name before other replicas know it, if the store is slow. */
	private static void awaitKnown(String replica, String run) {
		await().until(() -> {
			try (RawClient head = services.ask(replica, "HEAD /spin/" + run + " HTTP/1.1")) {
				return head.nextResponse(false).status() == 200;
			}
		});
	}

	@Test
	void autoscalerCountsTheStreamsOfEachReplica() throws IOException {
		MatchResult metric = Pattern.compile("metric:\\s+name: (\\w+)")
			.matcher(YamlFile.read("kubernetes/autoscaler.yaml").text())
			.results()
			.findFirst()
			.orElseThrow();
		await().until(() -> streams(metric.group(1)).equals(List.of(0.0, 0.0, 0.0)));
		List<RawClient> streams = streams();
		await().until(() -> streams(metric.group(1)).equals(List.of(1.0, 1.0, 1.0)));
		streams.forEach(RawClient::close);
	}

	@Test
	void readerOfAReplicaThatIsKilledGetsTheAnswerOfItsRun() throws IOException {
		List<RawClient> streams = streams();
		List<String> runs = runs(streams);
		upstream.awaitRequests(streams.size());
		services.container(REPLICA).kill();
		upstream.answer("42");
		assertThatOneIsBroken(streams, runs);
	}

	@Test
	void readerOfAReplicaThatIsStoppedGetsTheAnswerOfItsRun() throws IOException, InterruptedException {
		List<RawClient> streams = streams();
		List<String> runs = runs(streams);
		upstream.awaitRequests(streams.size());
		services.container(REPLICA).stop();
		for (int i = 0; i < 2 * streams.size(); i++) {
			try (RawClient late = services.ask(BALANCER, GET)) {
				assertThat(late.status()).isEqualTo(200);
			}
		}
		assertThat(services.container(REPLICA).hasExitedWithin(15)).isTrue();
		upstream.answer("42");
		assertThatOneIsBroken(streams, runs);
	}

	@Test
	void otherReadersOfAReplicaThatIsStoppedLearnTheReasonOrGetAnAnswer() throws IOException, InterruptedException {
		List<RawClient> gets = onEachReplica("GET /spin?format=json HTTP/1.1");
		List<RawClient> posts = onEachReplica("POST /spin?format=json HTTP/1.1\r\nContent-Length: 0");
		List<RawClient> texts = onEachReplica("GET /spin?format=text HTTP/1.1");
		int asked = upstream.requests().size();
		long posted = posts();
		services.container(REPLICA).stop();
		assertThat(services.container(REPLICA).hasExitedWithin(15)).isTrue();
		upstream.awaitRequests(asked + 1);
		upstream.answer("42");
		assertThat(gets).allSatisfy((get) -> assertThat(get.rest()).isEqualTo("{\"answer\":\"42\"}"));
		List<String> endings = texts.stream().map(ComposeTests::ending).toList();
		assertThat(endings).containsExactlyInAnyOrder("Answer: 42", "Answer: 42", FAILED);
		String failed = texts.get(endings.indexOf(FAILED)).header("Content-Location");
		try (RawClient again = services.ask(BALANCER, "GET " + failed + "?format=text HTTP/1.1")) {
			assertThat(ending(again)).isEqualTo("Answer: 42");
		}
		assertThat(posts.stream().map(ComposeTests::statusAndRetryAfter)).containsExactlyInAnyOrder("200 ", "200 ",
				"503 3");
		assertThat(posts()).isEqualTo(posted);
		Stream.of(gets, posts, texts).flatMap(List::stream).forEach(RawClient::close);
	}

	private static long posts() {
		return upstream.requests().stream().filter((request) -> request.line().startsWith("POST")).count();
	}

	private static String ending(RawClient text) {
		try {
			return text.rest().strip().replaceFirst("(?s).*\b", "");
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static String statusAndRetryAfter(RawClient client) {
		try {
			return client.status() + " " + client.header("Retry-After");
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * The broken one joins its run again, and that is on another replica. It gets a new
	 * run where a replica has found Redis too slow, and has said so.
	 */
	private static void assertThatOneIsBroken(List<RawClient> streams, List<String> runs) throws IOException {
		int broken = 0;
		boolean isSame = false;
		for (int i = 0; i < streams.size(); i++) {
			String answer = ANSWER.formatted(runs.get(i));
			try (RawClient stream = streams.get(i)) {
				assertThat(stream.rest()).endsWith(answer);
			}
			catch (EOFException cut) {
				broken++;
				try (RawClient again = services.ask(BALANCER, GET, "Last-Event-ID: " + runs.get(i))) {
					String run = run(again);
					assertThat(again.rest()).endsWith(ANSWER.formatted(run));
					isSame = run.equals(runs.get(i));
				}
			}
		}
		assertThat(broken).isEqualTo(1);
		if (!isRedisQuick()) {
			Tools.skipInAnyCase("a replica has found Redis too slow, so a reader may have got a new run");
		}
		assertThat(isSame).isTrue();
	}

	private static boolean isRedisQuick() throws IOException {
		for (String replica : services.replicas()) {
			if (services.container(replica).log().contains("does not answer")) {
				return false;
			}
		}
		return true;
	}

	@Test
	void connectionsToReplicasAreKept() throws IOException {
		upstream.answer("42");
		for (RawClient client : askAll("GET /spin?format=json HTTP/1.1")) {
			assertThat(client.rest()).isEqualTo("{\"answer\":\"42\"}");
			client.close();
		}
		assertThat(services.container(BALANCER).output("ss -Htn state established '( dport = :8080 )'")).isNotEmpty();
	}

	@Test
	void pageMayPostAndOtherPagesMayNot() throws IOException {
		upstream.answer("42");
		String post = "POST /spin?format=json HTTP/1.1\r\nContent-Length: 0\r\nOrigin: http://";
		try (RawClient own = services.ask(BALANCER, post + "spin.example:8080")) {
			assertThat(own.status()).isEqualTo(200);
		}
		try (RawClient foreign = services.ask(BALANCER, post + "evil.example:8080")) {
			assertThat(foreign.status()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/prometheus", "/actuator/health", "/actuator;a/prometheus",
			"/%61ctuator/prometheus", "//actuator/prometheus", "/x/../actuator/prometheus", "/;a/actuator/prometheus" })
	void metersAreNotPublished(String target) throws IOException {
		try (RawClient client = services.ask(BALANCER, "GET " + target + " HTTP/1.1")) {
			assertThat(client.status()).isIn(403, 404);
		}
	}

	@Test
	void replicasAloneReachRedisAndNobodyWithoutPassword() throws IOException {
		String ping = "exec 3<>/dev/tcp/redis/6379 && echo PING >&3 && head -n 1 <&3";
		assertThat(services.container(REPLICA).output(ping)).startsWith("-NOAUTH");
		assertThat(services.container(BALANCER).output(ping)).doesNotContain("NOAUTH");
		assertThat(services.container("redis").output("redis-cli config get maxmemory*"))
			.contains("maxmemory\n268435456\n", "maxmemory-policy\nvolatile-ttl\n");
	}

	@Test
	void nothingHasRightsOrWritesElsewhere() throws IOException {
		for (Container container : services.containers().values()) {
			assertThat(container.proc("status"))
				.contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1")
				.doesNotContain("Uid:\t0\t");
			assertThat(container.output("findmnt -n -o OPTIONS /")).startsWith("ro,");
		}
		assertThat(services.container(REPLICA).output("find /tmp /dev/shm -type f").lines())
			.allMatch((file) -> file.matches("/dev/shm/spinstream.address|/tmp/hsperfdata_.*"))
			.isNotEmpty();
		assertThat(services.container(BALANCER).output("find /tmp /dev/shm -type f")).isEqualTo("/tmp/nginx.pid\n");
		assertThat(services.container("redis").output("find /data /dev/shm -type f")).isEmpty();
	}

	/** It unpacks it into a folder from which it must be allowed to load code. */
	@Test
	void replicaHasTheNativeLibraryOfNetty() throws IOException {
		assertThat(services.container(REPLICA).proc("maps"))
			.containsPattern(" r-xp .*/tmp/libnetty_transport_native_epoll");
	}

	private static List<Double> streams(String meter) throws IOException {
		List<Double> values = new ArrayList<>();
		for (String replica : services.replicas()) {
			values.add(services.meter(replica, meter));
		}
		return values;
	}

	private static List<RawClient> streams() throws IOException {
		return onEachReplica(GET);
	}

	/**
	 * Asks until each replica has one more stream, since the balancer passes on health
	 * checks, too.
	 */
	private static List<RawClient> onEachReplica(String head) throws IOException {
		List<Double> wanted = streams(OPEN).stream().map((open) -> open + 1).toList();
		List<RawClient> kept = new ArrayList<>();
		while (!streams(OPEN).equals(wanted)) {
			int asked = upstream.requests().size();
			RawClient client = services.ask(BALANCER, head);
			upstream.awaitRequests(asked + 1);
			kept.add(client);
			List<Double> open = streams(OPEN);
			if (IntStream.range(0, open.size()).anyMatch((i) -> open.get(i) > wanted.get(i))) {
				kept.removeLast().close();
				await().until(() -> sum(streams(OPEN)) < sum(open));
			}
		}
		return kept;
	}

	private static double sum(List<Double> values) {
		return values.stream().mapToDouble(Double::doubleValue).sum();
	}

	private static List<RawClient> askAll(String head) {
		return services.replicas().stream().map((replica) -> services.ask(BALANCER, head)).toList();
	}

	private static List<String> runs(List<RawClient> streams) throws IOException {
		List<String> runs = new ArrayList<>();
		for (RawClient stream : streams) {
			runs.add(run(stream));
		}
		return runs;
	}

	private static String run(RawClient stream) throws IOException {
		String first = stream.event();
		assertThat(first).matches(RUN);
		return RUN.matcher(first).replaceFirst("$1");
	}

}
