package io.spinstream.integration.fleet;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.Proxy;
import io.spinstream.testing.RedisProcess;
import io.spinstream.testing.SilentNetwork;
import io.spinstream.testing.Tools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A replica that computes runs, and that nothing connects to the store any more, while
 * another one still sees it.
 */
class PartitionTests {

	private static final int OWNER = 0;

	private static final int OTHER = 1;

	@TempDir
	private Path directory;

	private final List<ReturningReader> readers = new ArrayList<>();

	@AfterEach
	void close() {
		this.readers.forEach(ReturningReader::close);
	}

	@Test
	void eachReaderGetsOneAnswerAndWhoIsBackInTimeTheOneOfTheOthers() throws Exception {
		try (RedisProcess redis = new RedisProcess(this.directory);
				Proxy network = new Proxy(redis.port());
				Fleet fleet = new Fleet(List.of("redis://localhost:" + network.port(), redis.uri())).connected()) {
			isPartitioned(fleet, network::cut, network::restore);
		}
	}

	private void isPartitioned(Fleet fleet, Step cut, Step restore) throws Exception {
		List<ReturningReader> apart = readTwice(fleet, "apart");
		List<ReturningReader> back = readTwice(fleet, "back");
		fleet.upstream().awaitRequests(2);
		cut.run();
		await().until(() -> fleet.reports().computations("apart") == 2 && fleet.reports().computations("back") == 2);
		fleet.reports().answer("apart", 1, "first");
		assertThat(apart.get(OWNER).outcome()).isEqualTo("answer Answer: first");
		fleet.reports().answer("apart", 2, "second");
		fleet.reports().answer("back", 2, "second");
		assertThat(apart.get(OTHER).outcome()).isEqualTo("answer Answer: second");
		assertThat(back.get(OTHER).outcome()).isEqualTo("answer Answer: second");
		restore.run();
		assertThat(back.get(OWNER).outcome()).isEqualTo("answer Answer: second");
		assertThat(read(fleet, "/spin/" + apart.get(OTHER).run(), OTHER).outcome()).isEqualTo("answer Answer: second");
		assertThat(this.readers).extracting(ReturningReader::connections).containsOnly(1);
		assertThat(fleet.upstream().requests()).hasSize(4);
	}

	/** The store asks for the text of a script when it runs first. */
	@Test
	void aStoreWhoseRepliesGetLostHasTheOutcomeAsSoonAsItCan() throws Exception {
		try (RedisProcess redis = new RedisProcess(this.directory);
				Proxy network = new Proxy(redis.port());
				Fleet fleet = new Fleet(List.of("redis://localhost:" + network.port(), redis.uri())).connected()) {
			List<ReturningReader> untold = readTwice(fleet, "a");
			fleet.upstream().awaitRequests(1);
			network.hold();
			fleet.reports().answer();
			assertThat(untold.get(OWNER).outcome()).isEqualTo("answer Answer: report a");
			network.release();
			assertThat(untold.get(OTHER).outcome()).isEqualTo("answer Answer: report a");
			fleet.upstream().hold();
			List<ReturningReader> told = readTwice(fleet, "b");
			fleet.upstream().awaitRequests(1);
			fleet.connected();
			network.hold();
			fleet.reports().answer();
			assertThat(told).extracting(ReturningReader::outcome).containsOnly("answer Answer: report b");
			assertThat(fleet.upstream().requests()).hasSize(1);
		}
	}

	@Test
	void aNetworkThatFallsSilentIsNoticed() throws Exception {
		try (SilentNetwork network = new SilentNetwork()) {
			if (!network.isThere()) {
				Tools.skip("no network of our own without root, so nothing is known about silence");
			}
			Process redis = network.run(Redirect.DISCARD, Tools.find("redis-server", "valkey-server"), "--save", "",
					"--protected-mode", "no", "--dir", this.directory.toString());
			try (Fleet fleet = new Fleet(
					List.of("redis://" + network.there() + ":6379", "redis://" + network.reliableThere() + ":6379"))
				.connected()) {
				isPartitioned(fleet, network::fallSilent, network::recover);
			}
			finally {
				redis.destroyForcibly();
			}
		}
	}

	/** Begins a run, which is read by the owner's client and by another one's. */
	private List<ReturningReader> readTwice(Fleet fleet, String report) {
		ReturningReader own = read(fleet, "/spin?id=" + report, OWNER);
		return List.of(own, read(fleet, fleet.known(OTHER, own.run()), OTHER));
	}

	private ReturningReader read(Fleet fleet, String target, int replica) {
		ReturningReader reader = fleet.read(target, replica);
		this.readers.add(reader);
		return reader;
	}

	@FunctionalInterface
	private interface Step {

		void run() throws IOException;

	}

}
