package io.spinstream.integration.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.spinstream.testing.RedisProcess;
import io.spinstream.testing.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that is not there when replicas start.
 */
class AbsentStoreTests {

	private static final int READERS = 5;

	@Test
	void replicasStartAndAnswerAndShareTheirRunsWhenItComes(@TempDir Path directory) throws IOException {
		try (RedisProcess redis = new RedisProcess(directory)) {
			redis.kill();
			try (Fleet fleet = new Fleet(2, redis.uri())) {
				for (int reader = 0; reader < READERS; reader++) {
					readToTheEnd(fleet, "" + reader);
				}
				assertThat(List.of(up(fleet), health(fleet), liveness(fleet), readiness(fleet))).containsExactly(0, 503,
						200, 200);
				redis.start();
				fleet.connected();
				await().untilAsserted(
						() -> assertThat(List.of(health(fleet), liveness(fleet), readiness(fleet))).containsOnly(200));
				isShared(fleet);
				assertThat(fleet.replica(0).lines().stream().filter((line) -> line.contains(" WARN ")))
					.filteredOn((line) -> line.contains("refused"))
					.hasSize(1)
					.first()
					.asString()
					.contains("cannot be reached");
			}
		}
	}

	@Test
	void aReplicaThatRequiresTheStoreIsNotReadyWithoutIt(@TempDir Path directory) throws IOException {
		try (RedisProcess redis = new RedisProcess(directory)) {
			redis.kill();
			try (Fleet fleet = new Fleet(1, redis.uri(), "--spinstream.redis-required=true")) {
				assertThat(List.of(health(fleet), liveness(fleet), readiness(fleet))).containsExactly(503, 200, 503);
				redis.start();
				await().until(() -> readiness(fleet) == 200);
				redis.kill();
				await().until(() -> readiness(fleet) == 503);
				assertThat(liveness(fleet)).isEqualTo(200);
			}
		}
	}

	@Test
	void aStoreThatRefusesCommandsIsToldInTheLog(@TempDir Path directory) throws IOException {
		try (RedisProcess replica = new RedisProcess(directory, "--replicaof", "127.0.0.1", "1");
				Fleet fleet = new Fleet(1, replica.uri())) {
			await().until(() -> !fleet.warnings().isEmpty());
			assertThat(List.of(up(fleet), health(fleet), readiness(fleet))).containsExactly(0, 503, 200);
			assertThat(fleet.warnings()).hasSize(1).first().asString().contains("does not answer");
			if (fleet.warnings().getFirst().contains("Timeout")) {
				Tools.skipInAnyCase("the first command took too long, so nothing is known about later refusals");
			}
			assertThat(fleet.warnings().getFirst()).contains("READONLY");
		}
	}

	private static void readToTheEnd(Fleet fleet, String report) {
		fleet.upstream().hold();
		try (ReturningReader reader = fleet.read("/spin?id=" + report, 0)) {
			fleet.upstream().awaitRequests(1);
			fleet.reports().answer();
			assertThat(reader.outcome()).isEqualTo("answer Answer: report " + report);
		}
	}

	private static void isShared(Fleet fleet) {
		fleet.upstream().hold();
		try (ReturningReader own = fleet.read("/spin?id=shared", 0);
				ReturningReader follower = fleet.read(fleet.known(1, own.run()), 1)) {
			assertThat(follower.run()).isEqualTo(own.run());
			fleet.reports().answer();
			assertThat(follower.outcome()).isEqualTo("answer Answer: report shared");
			assertThat(fleet.upstream().requests()).hasSize(1);
		}
	}

	private static int up(Fleet fleet) throws IOException {
		return fleet.meter(0, "spinstream_redis_up");
	}

	private static int health(Fleet fleet) throws IOException {
		return fleet.status(0, "GET", "/actuator/health");
	}

	private static int liveness(Fleet fleet) throws IOException {
		return fleet.status(0, "GET", "/actuator/health/liveness");
	}

	private static int readiness(Fleet fleet) throws IOException {
		return fleet.status(0, "GET", "/actuator/health/readiness");
	}

}
