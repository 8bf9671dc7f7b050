package io.spinstream.integration.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RedisMonitor;
import io.spinstream.testing.RedisProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What replicas ask their store for. One of their seconds is one renewal of a lease.
 */
class CommandCountTests {

	private static final int RUNS = 20;

	private static final int RENEWALS = 10;

	private static final int MOST_COMMANDS_A_RENEWAL = 5;

	private static final String LEASE = "spin:replica:";

	private static final String RUN = "spin:run:";

	@Test
	void anUndisturbedRunCostsTwoCommandsAndNothingWhileItSpins(@TempDir Path directory) {
		List<ReturningReader> readers = new ArrayList<>();
		try (RedisProcess redis = new RedisProcess(directory);
				Fleet fleet = new Fleet(2, redis.uri()).connected();
				RedisMonitor monitor = redis.monitor()) {
			readToTheEnd(fleet, 1, readers);
			fleet.upstream().hold();
			monitor.clear();
			read(fleet, RUNS, readers);
			fleet.upstream().awaitRequests(RUNS);
			List<String> begins = commands(monitor, RUN);
			monitor.clear();
			await().until(() -> commands(monitor, LEASE).size() >= RENEWALS);
			List<String> whileItSpins = monitor.commands();
			monitor.clear();
			fleet.reports().answer();
			assertThat(readers).extracting(ReturningReader::outcome)
				.allMatch((outcome) -> outcome.startsWith("answer"));
			assumeThat(fleet.warnings()).as("a replica that finds the store too slow tells it all again")
				.noneMatch((line) -> line.contains("does not answer"));
			assertThat(fleet.warnings()).isEmpty();
			assertThat(begins).hasSize(RUNS);
			int renewals = (int) whileItSpins.stream().filter((command) -> command.contains(LEASE)).count();
			assertThat(whileItSpins).noneMatch((command) -> command.contains(RUN))
				.hasSizeLessThanOrEqualTo((renewals + 2) * MOST_COMMANDS_A_RENEWAL);
			assertThat(commands(monitor, RUN)).hasSize(RUNS);
			assertThat(fleet.upstream().requests()).hasSize(RUNS);
		}
		finally {
			readers.forEach(ReturningReader::close);
		}
	}

	/** Scripts are sent once. */
	private static void readToTheEnd(Fleet fleet, int runs, List<ReturningReader> readers) {
		read(fleet, runs, readers);
		fleet.upstream().awaitRequests(runs);
		fleet.reports().answer();
		readers.forEach(ReturningReader::outcome);
	}

	private static void read(Fleet fleet, int runs, List<ReturningReader> readers) {
		for (int run = 0; run < runs; run++) {
			readers.add(fleet.read("/spin?id=" + run, 0));
		}
		readers.forEach(ReturningReader::run);
	}

	private static List<String> commands(RedisMonitor monitor, String key) {
		return monitor.commands().stream().filter((command) -> command.contains(key)).toList();
	}

}
