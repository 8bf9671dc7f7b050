package io.spinstream.integration.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.RedisProcess;
import io.spinstream.testing.Script;
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
 * Three replicas that are all well: each serves the runs of the others as its own.
 */
class AnyReplicaTests {

	private static final int REPLICAS = 3;

	private static final int MAX_RUNS = 5;

	private static final int MAX_STREAMS = 12;

	private static final int RETURNS = 60;

	private static RedisProcess redis;

	private static Fleet fleet;

	private final List<RawClient> clients = new ArrayList<>();

	@BeforeAll
	static void start(@TempDir Path directory) {
		redis = new RedisProcess(directory);
		fleet = new Fleet(REPLICAS, redis.uri(), "--spinstream.resume-window=8s", "--spinstream.max-runs=" + MAX_RUNS,
				"--spinstream.max-streams=" + MAX_STREAMS)
			.connected();
	}

	@AfterAll
	static void stop() {
		fleet.close();
		redis.close();
	}

	@BeforeEach
	void hold() {
		fleet.upstream().hold();
	}

	@AfterEach
	void close() {
		this.clients.forEach(RawClient::close);
		fleet.upstream().answer("over");
		for (int replica = 0; replica < REPLICAS; replica++) {
			int free = replica;
			await().until(() -> fleet.streams(free) == 0 && fleet.runs(free) == 0);
		}
	}

	@Test
	void aReaderComesBackToAnotherReplicaEachTime() throws IOException {
		long slowAnswers = fleet.slowAnswers();
		RawClient reader = get(0, "/spin?id=a");
		String run = Fleet.run(reader);
		known(run);
		List<String> runs = new ArrayList<>();
		for (int back = 1; back <= RETURNS; back++) {
			reader.reset();
			reader = get(back % REPLICAS, "/spin?id=other", "Last-Event-ID: " + run);
			runs.add(Fleet.run(reader));
			assertThat(reader.event()).startsWith("data: ");
		}
		fleet.reports().answer();
		String end = "event: answer\nid: %s.done\ndata: Answer: report %s\n\n";
		assertThat(reader.rest()).endsWith(end.formatted(runs.getLast(), runs.getLast().equals(run) ? "a" : "other"));
		fleet.skipIfSlowSince(slowAnswers);
		assertThat(runs).hasSize(RETURNS).containsOnly(run);
		assertThat(fleet.upstream().requests()).hasSize(1);
	}

	@Test
	void aRunIsJoinedInAllFormatsOnAllReplicas() throws IOException {
		String path = begin("a");
		List<RawClient> readers = new ArrayList<>();
		for (String format : List.of("sse", "text", "json")) {
			for (int replica = 0; replica < REPLICAS; replica++) {
				String target = path + "?style=dots&message=me&format=" + format;
				readers.add(format.equals("json") ? get(replica, target) : join(replica, target));
			}
		}
		assertThat(Fleet.run(readers.get(1))).isEqualTo(path.substring("/spin/".length()));
		assertThat(readers.get(1).event()).isEqualTo("data: ⠋ me\n\n");
		fleet.reports().answer();
		for (RawClient reader : readers) {
			assertThat(reader.rest()).contains("report a");
			assertThat(reader.status()).isEqualTo(200);
			assertThat(reader.header("Content-Location")).isEqualTo(path);
		}
		assertThat(join(2, path + "?format=json").rest()).isEqualTo("{\"answer\":\"report a\"}");
		assertThat(join(2, path).rest()).endsWith("data: Answer: report a\n\n");
		assertThat(fleet.upstream().requests()).hasSize(1);
	}

	@Test
	void anAnswerIsFetchedAsTheUpstreamGaveIt() throws Exception {
		String json = begin("a");
		fleet.upstream().awaitRequests(1);
		assertThat(fetch(1, json).statusCode()).isEqualTo(202);
		assertThat(fetch(1, json).headers().firstValue("Retry-After")).hasValue("1");
		fleet.upstream().play(0, response("application/vnd.report+json", "{\"pages\" : 7}"));
		await().until(() -> fetch(1, json).statusCode() == 200);
		assertThat(fetch(2, json).headers().firstValue("Content-Type")).hasValue("application/vnd.report+json");
		assertThat(fetch(2, json).body()).asString().isEqualTo("{\"pages\" : 7}");
		assertThat(join(1, json + "?format=json").rest()).isEqualTo("{\"answer\":{\"pages\" : 7}}");
	}

	@Test
	void bytesAreFetchedUnchanged() throws Exception {
		byte[] bytes = new byte[1024];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) i;
		}
		String path = begin("a");
		RawClient reader = join(2, path);
		fleet.upstream().play(response("application/pdf", new String(bytes, StandardCharsets.ISO_8859_1)));
		assertThat(reader.rest()).endsWith("data: Answer: 1024 bytes of application/pdf\n\n");
		for (int replica = 0; replica < REPLICAS; replica++) {
			HttpResponse<byte[]> answer = fetch(replica, path);
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/pdf");
			assertThat(answer.body()).isEqualTo(bytes);
		}
	}

	@Test
	void aFailureIsToldEverywhere() throws IOException {
		String path = begin("a");
		RawClient sse = join(1, path);
		RawClient json = get(2, path + "?format=json");
		fleet.upstream().play(Script.response(500, "broken"));
		assertThat(sse.rest()).contains("event: failure\n").endsWith("data: the upstream answered 500\n\n");
		assertThat(json.status()).isEqualTo(502);
		assertThat(fleet.status(1, "GET", path + "/answer")).isEqualTo(502);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void aRunIsStoppedOnAnyReplica(int replica) throws IOException {
		RawClient own = get(0, "/spin?id=a");
		String path = known(Fleet.run(own));
		fleet.upstream().awaitRequests(1);
		RawClient foreign = join(1, path);
		RawClient text = join(2, path + "?format=text");
		RawClient json = get(2, path + "?format=json");
		assertThat(foreign.event()).contains("event: spinner");
		assertThat(fleet.status(replica, "DELETE", path)).isEqualTo(204);
		for (RawClient sse : List.of(own, foreign)) {
			assertThat(sse.rest()).contains("event: failure\n").endsWith("data: stopped\n\n");
		}
		assertThat(text.rest()).endsWith("Failed: stopped\n");
		assertThat(json.status()).isEqualTo(410);
		await().until(() -> fleet.upstream().departures() == 1);
		assertThat(fleet.status(2, "DELETE", path)).isEqualTo(204);
		assertThat(fleet.status(1, "GET", path + "/answer")).isEqualTo(410);
		assertThat(fleet.upstream().requests()).hasSize(1);
	}

	@Test
	void whoeverIsPolledKnowsARunThatWasAnsweredBy202() throws Exception {
		String got = get(0, "/spin?id=a", "Prefer: respond-async").header("Location");
		RawClient post = fleet.post(1, "/spin?id=b", "Prefer: respond-async");
		this.clients.add(post);
		String posted = post.header("Location");
		fleet.upstream().awaitRequests(2);
		for (int replica = 0; replica < REPLICAS; replica++) {
			int asked = replica;
			await().until(() -> fetch(asked, got).statusCode() == 202 && fetch(asked, posted).statusCode() == 202);
			RawClient patient = join(replica, posted + "?format=json", "Prefer: wait=0");
			assertThat(patient.status()).isEqualTo(202);
			assertThat(patient.header("Location")).isEqualTo(posted);
		}
		fleet.reports().answer();
		for (int replica = 0; replica < REPLICAS; replica++) {
			int polled = replica;
			await().until(() -> fetch(polled, got).statusCode() == 200 && fetch(polled, posted).statusCode() == 200);
			assertThat(fetch(polled, posted).body()).asString().isEqualTo("report b");
		}
		assertThat(fleet.upstream().requests()).hasSize(2).last().extracting("body").isNotNull();
	}

	@Test
	void progressIsSeenEverywhere() throws Exception {
		String path = begin("a");
		RawClient before = join(1, path);
		assertThat(before.event()).contains("event: spinner");
		CompletableFuture<Void> end = new CompletableFuture<>();
		fleet.upstream()
			.play(Script
				.send("HTTP/1.1 200 \r\nContent-Type: text/event-stream\r\n\r\nevent: progress\ndata: 3 of 7 pages\n\n")
				.then((client) -> end.join())
				.then(Script.send("event: answer\ndata: all pages\n\n")));
		assertThat(eventBesideFrames(before)).isEqualTo("event: progress\ndata: 3 of 7 pages\n\n");
		RawClient after = join(2, path);
		Fleet.run(after);
		assertThat(eventBesideFrames(after)).isEqualTo("event: progress\ndata: 3 of 7 pages\n\n");
		assertThat(fetch(2, path).body()).asString()
			.isEqualTo("{\"run\":\"%s\",\"progress\":\"3 of 7 pages\"}".formatted(path));
		end.complete(null);
		assertThat(before.rest()).endsWith("data: Answer: all pages\n\n");
		assertThat(after.rest()).endsWith("data: Answer: all pages\n\n");
	}

	private static String eventBesideFrames(RawClient reader) throws IOException {
		String event = reader.event();
		while (event.startsWith("data: ")) {
			event = reader.event();
		}
		return event;
	}

	@Test
	void headTellsWhatGetWouldAndBeginsNothing() throws IOException {
		String path = begin("a");
		assertThat(fleet.status(1, "HEAD", path)).isEqualTo(200);
		assertThat(fleet.status(1, "HEAD", path + "/answer")).isEqualTo(202);
		assertThat(fleet.streams(1)).isZero();
		fleet.reports().answer();
		await().until(() -> fleet.status(1, "HEAD", path + "/answer") == 200);
		assertThat(fleet.status(2, "HEAD", path + "?format=json")).isEqualTo(200);
		assertThat(fleet.upstream().requests()).hasSize(1);
	}

	@Test
	void whoHasSeenTheEndGetsNothingMore() throws IOException {
		String path = begin("a");
		String seen = "Last-Event-ID: " + path.substring("/spin/".length()) + ".done";
		assertThat(get(1, "/spin?id=a", seen).status()).isEqualTo(204);
		assertThat(get(2, path, seen).status()).isEqualTo(204);
		assertThat(fleet.upstream().awaitRequests(1)).hasSize(1);
	}

	@Test
	void aRunThatNobodyKnowsIsNotFoundAnywhere() throws IOException {
		String unknown = "/spin/AAAAAAAAAAAAAAAAAAAAAA";
		for (int replica = 0; replica < REPLICAS; replica++) {
			int asked = replica;
			assertThat(fleet.status(replica, "GET", unknown)).isEqualTo(404);
			assertThat(fleet.status(replica, "GET", unknown + "/answer")).isEqualTo(404);
			assertThat(fleet.status(replica, "DELETE", unknown)).isEqualTo(404);
			RawClient post = Fleet
				.admitted(() -> fleet.post(asked, "/spin?id=a", "Last-Event-ID: AAAAAAAAAAAAAAAAAAAAAA"));
			this.clients.add(post);
			assertThat(post.status()).isEqualTo(404);
		}
		assertThat(fleet.upstream().requests()).isEmpty();
	}

	@Test
	void aReaderElsewhereKeepsARunAliveAndItEndsWithTheLastOne() throws IOException {
		RawClient own = get(0, "/spin?id=a&format=text");
		String path = known(own.header("Content-Location").substring("/spin/".length()));
		fleet.upstream().awaitRequests(1);
		RawClient foreign = join(1, path);
		Fleet.run(foreign);
		own.close();
		await().until(() -> fleet.streams(0) == 0);
		get(2, path);
		assertThat(fleet.upstream().departures()).isZero();
		this.clients.forEach(RawClient::close);
		await().until(() -> fleet.upstream().departures() == 1);
		await().until(() -> fleet.status(1, "GET", path + "/answer") == 404);
	}

	@Test
	void runsOfOthersTakeNoPlaceOfARunAndTheirReadersTakeThoseOfStreams() throws IOException {
		List<String> foreign = new ArrayList<>();
		for (int i = 0; i < MAX_RUNS; i++) {
			foreign.add(begin("foreign" + i));
			Fleet.run(join(1, foreign.get(i)));
		}
		for (int i = 0; i < MAX_RUNS; i++) {
			Fleet.run(get(1, "/spin?id=own" + i));
		}
		RawClient refused = get(1, "/spin?id=refused");
		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.rest()).contains("all 5 runs are taken");
		for (int i = 2 * MAX_RUNS; i < MAX_STREAMS; i++) {
			assertThat(get(1, foreign.get(1)).status()).isEqualTo(200);
		}
		await().until(() -> fleet.streams(1) == MAX_STREAMS);
		assertThat(get(1, foreign.get(0)).status()).isEqualTo(200);
		await().until(() -> fleet.streams(1) == MAX_STREAMS + 1);
		assertThat(get(1, foreign.get(0)).status()).isEqualTo(503);
	}

	private String begin(String report) throws IOException {
		return known(Fleet.run(get(0, "/spin?id=" + report)));
	}

	/**
	 * Waits until the other replicas know a run of the first one, and returns its path.
	 */
	private static String known(String run) {
		fleet.known(1, run);
		return fleet.known(2, run);
	}

	private RawClient get(int replica, String target, String... headers) {
		RawClient client = fleet.get(replica, target, headers);
		this.clients.add(client);
		return client;
	}

	/** Sends a GET request whose response begins at once, for a run that has begun. */
	private RawClient join(int replica, String target, String... headers) {
		RawClient client = Fleet.admitted(() -> fleet.get(replica, target, headers));
		this.clients.add(client);
		return client;
	}

	private static HttpResponse<byte[]> fetch(int replica, String path) {
		try (HttpClient client = HttpClient.newHttpClient()) {
			URI answer = URI.create("http://localhost:%d%s/answer".formatted(fleet.port(replica), path));
			HttpRequest request = HttpRequest.newBuilder(answer).build();
			return await().until(() -> client.send(request, BodyHandlers.ofByteArray()),
					(response) -> response.statusCode() != 503);
		}
	}

	private static Script response(String type, String body) {
		return Script.send("HTTP/1.1 200 \r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s".formatted(type,
				body.length(), body));
	}

}
