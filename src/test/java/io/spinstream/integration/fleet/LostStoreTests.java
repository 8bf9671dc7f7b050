package io.spinstream.integration.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that forgets all, does not answer, or is full, while replicas compute runs.
 */
class LostStoreTests {

	private static final int REPLICAS = 2;

	private static final String UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";

	private static RedisProcess redis;

	private static Fleet fleet;

	private final List<ReturningReader> readers = new ArrayList<>();

	@BeforeAll
	static void start(@TempDir Path directory) {
		redis = new RedisProcess(directory);
		fleet = new Fleet(REPLICAS, redis.uri());
	}

	@AfterAll
	static void stop() {
		fleet.close();
		redis.close();
	}

	@BeforeEach
	void hold() {
		fleet.upstream().hold();
		awaitStore(1);
	}

	@AfterEach
	void close() {
		this.readers.forEach(ReturningReader::close);
	}

	@Test
	void aStoreThatForgetsAllIsToldAgain() throws Exception {
		ReturningReader ended = read("/spin?id=ended", 0);
		fleet.upstream().awaitRequests(1);
		fleet.reports().answer();
		assertThat(ended.outcome()).isEqualTo("answer Answer: report ended");
		fleet.upstream().hold();
		ReturningReader followed = read("/spin?id=followed", 0);
		ReturningReader follower = read(fleet.known(1, followed.run()), 1);
		ReturningReader alone = read("/spin?id=alone", 0);
		assertThat(follower.run()).isEqualTo(followed.run());
		fleet.upstream().awaitRequests(2);
		redis.kill();
		awaitStore(0);
		redis.start();
		ReturningReader late = read(fleet.known(1, alone.run()), 1);
		assertThat(late.run()).isEqualTo(alone.run());
		await().until(() -> fleet.status(1, "GET", "/spin/" + ended.run() + "/answer") == 200);
		fleet.reports().answer();
		assertThat(List.of(followed, follower)).extracting(ReturningReader::outcome)
			.containsOnly("answer Answer: report followed");
		assertThat(List.of(alone, late)).extracting(ReturningReader::outcome)
			.containsOnly("answer Answer: report alone");
		assertThat(this.readers).extracting(ReturningReader::connections).containsOnly(1);
		assertThat(fleet.upstream().requests()).hasSize(2);
	}

	@Test
	void streamsGoOnWhileTheStoreDoesNotAnswer() throws Exception {
		ReturningReader own = read("/spin?id=a", 0);
		ReturningReader follower = read(fleet.known(1, own.run()), 1);
		assertThat(follower.run()).isEqualTo(own.run());
		fleet.upstream().awaitRequests(1);
		redis.freeze();
		awaitStore(0);
		ReturningReader begun = read("/spin?id=b", 0);
		assertThat(begun.run()).isNotEqualTo(own.run());
		fleet.upstream().awaitRequests(2);
		unknownRunsAreNotSaidToBeUnknown();
		fleet.reports().answer();
		assertThat(own.outcome()).isEqualTo("answer Answer: report a");
		assertThat(begun.outcome()).isEqualTo("answer Answer: report b");
		redis.thaw();
		assertThat(follower.outcome()).isEqualTo("answer Answer: report a");
		await().until(() -> fleet.status(1, "GET", "/spin/" + begun.run() + "/answer") == 200);
		assertThat(fleet.status(1, "GET", "/spin/" + UNKNOWN)).isEqualTo(404);
		assertThat(this.readers).extracting(ReturningReader::connections).containsOnly(1);
		assertThat(fleet.reports().computations("a")).isOne();
		assertThat(fleet.reports().computations("b")).isOne();
	}

	/** A run may be known where nobody can ask. */
	private void unknownRunsAreNotSaidToBeUnknown() throws IOException {
		try (RawClient got = fleet.get(1, "/spin?id=c", "Last-Event-ID: " + UNKNOWN);
				RawClient posted = fleet.post(1, "/spin?id=d", "Last-Event-ID: " + UNKNOWN);
				RawClient named = fleet.get(1, "/spin/" + UNKNOWN)) {
			assertThat(Fleet.run(got)).isNotEqualTo(UNKNOWN);
			assertThat(List.of(posted.status(), named.status())).containsOnly(503);
			assertThat(List.of(posted.header("Retry-After"), named.header("Retry-After"))).doesNotContain("");
		}
		assertThat(fleet.firstStatus(1, "GET", "/spin/" + UNKNOWN + "/answer")).isEqualTo(503);
		assertThat(fleet.firstStatus(1, "DELETE", "/spin/" + UNKNOWN)).isEqualTo(503);
		assertThat(fleet.reports().computations("d")).isZero();
	}

	@Test
	void runsAreLocalWhileTheStoreIsFull() throws Exception {
		ReturningReader before = read("/spin?id=before", 0);
		fleet.upstream().awaitRequests(1);
		redis.call("CONFIG", "SET", "maxmemory", "1mb");
		try {
			ReturningReader during = read("/spin?id=during", 0);
			assertThat(during.run()).isNotEqualTo(before.run());
			fleet.upstream().awaitRequests(2);
			fleet.reports().answer();
			assertThat(before.outcome()).isEqualTo("answer Answer: report before");
			assertThat(during.outcome()).isEqualTo("answer Answer: report during");
		}
		finally {
			redis.call("CONFIG", "SET", "maxmemory", "0");
		}
		for (ReturningReader reader : this.readers) {
			await().until(() -> fleet.status(1, "GET", "/spin/" + reader.run() + "/answer") == 200);
		}
		assertThat(fleet.upstream().requests()).hasSize(2);
	}

	private void awaitStore(int up) {
		for (int replica = 0; replica < REPLICAS; replica++) {
			int each = replica;
			await().until(() -> fleet.meter(each, "spinstream_redis_up") == up);
		}
	}

	private ReturningReader read(String target, int replica) {
		ReturningReader reader = fleet.read(target, replica);
		this.readers.add(reader);
		return reader;
	}

}
