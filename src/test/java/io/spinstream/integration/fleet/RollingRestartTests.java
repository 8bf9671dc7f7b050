package io.spinstream.integration.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RedisProcess;
import io.spinstream.testing.ReverseProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A new version goes live: one replica after the other is stopped and started again. A
 * name is lost only where a replica has found the store too slow, and has said so.
 */
class RollingRestartTests {

	private static final int REPLICAS = 3;

	private static final int READERS = 500;

	@Test
	void nothingIsLost(@TempDir Path directory) throws Exception {
		List<ReturningReader> readers = new ArrayList<>();
		try (RedisProcess redis = new RedisProcess(directory);
				Fleet fleet = new Fleet(REPLICAS, redis.uri()).connected();
				ReverseProxy balancer = fleet.balance(directory)) {
			for (int run = 0; run < READERS; run++) {
				readers.add(new ReturningReader(balancer::port, "/spin?id=" + run));
			}
			fleet.upstream().awaitRequests(READERS);
			for (int replica = 0; replica < REPLICAS; replica++) {
				fleet.terminate(replica);
				fleet.startAgain(replica);
			}
			fleet.reports().answer();
			for (int run = 0; run < READERS; run++) {
				ReturningReader reader = readers.get(run);
				assertThat(reader.outcome()).isEqualTo("answer Answer: report " + run);
				assertThat(reader.completions()).isZero();
				assertThat(fleet.reports().computations("" + run)).isBetween(1, 1 + REPLICAS);
			}
			if (fleet.warnings().isEmpty()) {
				assertThat(readers).allSatisfy((reader) -> assertThat(reader.runs()).containsOnly(reader.run()));
			}
		}
		finally {
			readers.forEach(ReturningReader::close);
		}
	}

}
