package io.spinstream.integration.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.Grace;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.RedisProcess;
import io.spinstream.testing.ReverseProxy;
import io.spinstream.testing.Tools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * A replica that gets SIGTERM while it computes runs.
 */
class LeavingReplicaTests {

	private static final int LEAVING = 0;

	private static final int READERS = 200;

	private static final String REASON = "the server is shutting down";

	/** Those of a partial transfer, and of a stream that was reset. */
	private static final Integer[] CURL_SAW_A_BROKEN_TRANSFER = { 18, 92 };

	@TempDir
	private Path directory;

	private final List<AutoCloseable> open = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.open.reversed()) {
			each.close();
		}
	}

	@Test
	void whoComesBackGetsTheAnswerAndWhoDoesNotSeesABrokenTransfer() throws Exception {
		Fleet fleet = start(3, "--server.http2.enabled=true");
		ReverseProxy balancer = opened(fleet.balance(this.directory));
		List<ReturningReader> readers = new ArrayList<>();
		for (int run = 0; run < READERS; run++) {
			readers.add(opened(new ReturningReader(balancer::port, "/spin?id=" + run)));
		}
		readers.forEach(ReturningReader::run);
		RawClient http1 = opened(fleet.get(LEAVING, "/spin?id=http1"));
		String run = Fleet.run(http1);
		Process http2 = curl(fleet.port(LEAVING), "/spin?id=http2");
		RawClient text = opened(fleet.get(LEAVING, "/spin/" + run + "?format=text"));
		RawClient json = opened(fleet.get(LEAVING, "/spin/" + run + "?format=json"));
		fleet.upstream().awaitRequests(READERS + 2);
		fleet.terminate(LEAVING);
		assertThat(framesUntilTheCut(http1)).isPositive();
		assertThat(http2.waitFor()).isIn((Object[]) CURL_SAW_A_BROKEN_TRANSFER);
		assertThat(http2.inputReader().lines()).contains("event: spinner")
			.doesNotContain("event: failure", "event: answer");
		assertThat(text.rest()).endsWith("Failed: " + REASON + "\n");
		assertThat(json.status()).isEqualTo(503);
		assertThat(json.header("Retry-After")).isEqualTo("3");
		fleet.reports().answer();
		for (int reader = 0; reader < READERS; reader++) {
			assertThat(readers.get(reader).outcome()).isEqualTo("answer Answer: report " + reader);
		}
		assertThat(readers).extracting(ReturningReader::completions).containsOnly(0);
		fleet.skipIfSlowSince(0);
		for (int reader = 0; reader < READERS; reader++) {
			assertThat(readers.get(reader).runs()).containsOnly(readers.get(reader).run());
			assertThat(fleet.reports().computations("" + reader)).isEqualTo(readers.get(reader).connections());
		}
		assertThat(readers).extracting(ReturningReader::connections).containsOnly(1, 2);
	}

	/** Reads frames until the transfer breaks off. */
	private static int framesUntilTheCut(RawClient stream) {
		List<String> events = new ArrayList<>();
		assertThatIOException().isThrownBy(() -> {
			for (String event = stream.event(); !event.isEmpty(); event = stream.event()) {
				events.add(event);
			}
		});
		assertThat(events).allMatch((event) -> event.startsWith("data: "));
		return events.size();
	}

	private Process curl(int port, String target) throws IOException {
		Process curl = new ProcessBuilder(Tools.find("curl"), "-sN", "--http2-prior-knowledge",
				"http://localhost:" + port + target)
			.start();
		this.open.add(curl::destroyForcibly);
		return curl;
	}

	@Test
	void aPostThatMustNotBeAskedAgainFailsEverywhere() throws Exception {
		Fleet fleet = start(2);
		RawClient own = opened(fleet.post(LEAVING, "/spin?id=a"));
		String path = fleet.known(1, Fleet.run(own));
		RawClient foreign = opened(Fleet.admitted(() -> fleet.get(1, path)));
		Fleet.run(foreign);
		fleet.upstream().awaitRequests(1);
		fleet.terminate(LEAVING);
		assertThat(own.rest()).contains("event: failure\n").endsWith("data: " + REASON + "\n\n");
		assertThat(foreign.rest()).contains("event: failure\n");
		assertThat(fleet.firstStatus(1, "GET", path + "/answer")).isIn(502, 503);
		assertThat(fleet.upstream().requests()).hasSize(1);
	}

	@Test
	void aPostThatMayBeAskedAgainGoesOnElsewhere() throws Exception {
		Fleet fleet = start(2, "--spinstream.redis-take-over=any");
		RawClient own = opened(fleet.post(LEAVING, "/spin?id=a"));
		ReturningReader foreign = opened(fleet.read(fleet.known(1, Fleet.run(own)), 1));
		assertThat(foreign.run()).isNotEmpty();
		fleet.upstream().awaitRequests(1);
		fleet.terminate(LEAVING);
		assertThat(framesUntilTheCut(own)).isPositive();
		assertThat(fleet.upstream().awaitRequests(2)).extracting("body").containsOnly("question");
		fleet.reports().answer();
		assertThat(foreign.outcome()).isEqualTo("answer Answer: report a");
		assertThat(foreign.connections()).isOne();
	}

	@Test
	void aRunThatNobodyReadsHereIsFinishedWithinTheGrace() throws Exception {
		Fleet fleet = start(2);
		String run = beginUnread(fleet, "a");
		Grace grace = new Grace();
		fleet.replica(LEAVING).terminate();
		await().untilAsserted(
				() -> assertThat(fleet.replica(LEAVING).lines()).asString().contains("Commencing graceful shutdown"));
		fleet.reports().answer();
		grace.skipIfOver();
		fleet.terminate(LEAVING);
		assertThat(fleet.status(1, "GET", run + "/answer")).isEqualTo(200);
		assertThat(fleet.upstream().requests()).hasSize(1);
	}

	@Test
	void aReplicaGivesItsLeaseBackThoughNobodyReadsItsRun() throws Exception {
		RedisProcess redis = opened(new RedisProcess(this.directory));
		Fleet fleet = opened(new Fleet(1, redis.uri())).connected();
		beginUnread(fleet, "a");
		fleet.terminate(LEAVING);
		String lease = redis.call("KEYS", "spin:replica:*").getFirst();
		assertThat(redis.call("STRLEN", lease)).containsExactly("0");
	}

	/** Begins a run by a request that does not wait, and returns its path. */
	private String beginUnread(Fleet fleet, String report) throws IOException {
		try (RawClient client = fleet.get(LEAVING, "/spin?id=" + report, "Prefer: respond-async")) {
			assertThat(client.status()).isEqualTo(202);
			fleet.upstream().awaitRequests(1);
			return client.header("Location");
		}
	}

	private Fleet start(int size, String... settings) {
		RedisProcess redis = opened(new RedisProcess(this.directory));
		return opened(new Fleet(size, redis.uri(), settings)).connected();
	}

	private <T extends AutoCloseable> T opened(T each) {
		this.open.add(each);
		return each;
	}

}
