package io.spinstream.integration.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
 * A replica that is killed, or does nothing for longer than its lease, while it computes
 * runs.
 */
class DeadOwnerTests {

	private static final int OWNER = 0;

	private static final int REPLICAS = 3;

	private static final int RUNS = 10;

	private static RedisProcess redis;

	private static Fleet fleet;

	private final List<ReturningReader> readers = new ArrayList<>();

	@BeforeAll
	static void start(@TempDir Path directory) {
		redis = new RedisProcess(directory);
		fleet = new Fleet(REPLICAS, redis.uri()).connected();
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
	void heal() throws Exception {
		this.readers.forEach(ReturningReader::close);
		fleet.replica(OWNER).signal("CONT");
		if (fleet.replica(OWNER).hasExitedWithin(0)) {
			fleet.startAgain(OWNER);
			fleet.connected();
		}
	}

	@Test
	void readersGetTheAnswerFromAnotherReplicaThatComputesItAgain() throws Exception {
		long slowAnswers = fleet.slowAnswers();
		for (int run = 0; run < RUNS; run++) {
			ReturningReader moving = read("/spin?id=" + run, OWNER, 1, 2);
			ReturningReader staying = read(fleet.known(1 + run % 2, moving.run()), 1 + run % 2);
			assertThat(staying.run()).isEqualTo(moving.run());
		}
		fleet.upstream().awaitRequests(RUNS);
		fleet.kill(OWNER);
		await().until(() -> fleet.upstream().requests().size() >= 2 * RUNS);
		fleet.reports().answer();
		for (int reader = 0; reader < this.readers.size(); reader++) {
			assertThat(this.readers.get(reader).outcome()).isEqualTo("answer Answer: report " + reader / 2);
		}
		fleet.skipIfSlowSince(slowAnswers);
		for (int reader = 0; reader < this.readers.size(); reader++) {
			int run = reader / 2;
			assertThat(this.readers.get(reader).runs()).containsOnly(this.readers.get(2 * run).run());
			assertThat(fleet.reports().computations("" + run)).isEqualTo(2);
		}
	}

	@Test
	void theNextPollElsewhereTakesARunOverThatWasAnsweredBy202() throws Exception {
		String got;
		String posted;
		try (RawClient get = fleet.get(OWNER, "/spin?id=got", "Prefer: respond-async");
				RawClient post = fleet.post(OWNER, "/spin?id=posted", "Prefer: respond-async")) {
			got = get.header("Location") + "/answer";
			posted = post.header("Location") + "/answer";
		}
		fleet.upstream().awaitRequests(2);
		fleet.kill(OWNER);
		await().until(() -> replicasAlive() == REPLICAS - 1);
		assertThat(fleet.upstream().requests()).hasSize(2);
		assertThat(fleet.status(1, "GET", got)).isEqualTo(202);
		fleet.upstream().awaitRequests(3);
		fleet.reports().answer();
		await().until(() -> fleet.status(2, "GET", got) == 200);
		assertThat(fleet.reports().computations("got")).isEqualTo(2);
		await().until(() -> fleet.status(1, "GET", posted) == 502);
		try (RawClient gone = Fleet.admitted(() -> fleet.get(2, posted))) {
			assertThat(gone.rest()).contains("the server that computed the answer is gone");
		}
		assertThat(fleet.reports().computations("posted")).isEqualTo(1);
	}

	/**
	 * The owner wakes up with answers that have come in the meantime. It is warm, so that
	 * it tells the store of some before it learns that it was thought to be gone.
	 */
	@Test
	void aReplicaThatWakesUpTellsTheOutcomeOfWhoTookItsRunsOver() throws Exception {
		readToTheEnd("warm");
		List<String> early = IntStream.range(0, RUNS).mapToObj((run) -> "early" + run).toList();
		List<ReturningReader> followers = new ArrayList<>();
		early.forEach((report) -> followers.add(readTwice(report)));
		followers.add(readTwice("late"));
		ReturningReader alone = read("/spin?id=alone", OWNER);
		fleet.upstream().awaitRequests(RUNS + 2);
		fleet.replica(OWNER).signal("STOP");
		early.forEach((report) -> fleet.reports().answer(report, 1, "first"));
		fleet.reports().answer("alone", 1, "only");
		fleet.upstream().awaitRequests(2 * RUNS + 3);
		early.forEach((report) -> fleet.reports().answer(report, 2, "second"));
		assertThat(followers.subList(0, RUNS)).extracting(ReturningReader::outcome)
			.containsOnly("answer Answer: second");
		fleet.replica(OWNER).signal("CONT");
		await().until(() -> replicasAlive() == REPLICAS);
		fleet.reports().answer("late", 1, "first");
		assertThat(alone.outcome()).isEqualTo("answer Answer: only");
		fleet.reports().answer("late", 2, "second");
		this.readers.remove(alone);
		List.copyOf(this.readers).forEach((reader) -> read("/spin/" + reader.run(), OWNER));
		assertThat(this.readers).extracting(ReturningReader::outcome).containsOnly("answer Answer: second");
		assertThat(this.readers).extracting(ReturningReader::connections).containsOnly(1);
		assertThat(fleet.upstream().requests()).hasSize(2 * RUNS + 3);
	}

	private void readToTheEnd(String report) {
		try (ReturningReader reader = fleet.read("/spin?id=" + report, OWNER)) {
			fleet.upstream().awaitRequests(1);
			fleet.reports().answer();
			assertThat(reader.outcome()).isEqualTo("answer Answer: report " + report);
		}
		fleet.upstream().hold();
	}

	/** Begins a run and returns its reader at another replica. */
	private ReturningReader readTwice(String report) {
		return read(fleet.known(1, read("/spin?id=" + report, OWNER).run()), 1);
	}

	private static int replicasAlive() {
		return redis.call("KEYS", "spin:replica:*").size();
	}

	private ReturningReader read(String target, int first, int... next) {
		ReturningReader reader = fleet.read(target, first, next);
		this.readers.add(reader);
		return reader;
	}

}
