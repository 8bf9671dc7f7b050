package io.spinstream.integration;

import java.io.IOException;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A limit of runs that is lower than that of streams.
 */
@SpinstreamTest
@TestPropertySource(
		properties = { "spinstream.max-streams=4", "spinstream.max-runs=2", "spinstream.resume-window=10m" })
class MaxRunsTests extends ServiceTest {

	private static final String RUNS_TAKEN = "all 2 runs are taken, try again soon";

	private static final String STREAMS_TAKEN = "all 4 streams are taken, try again soon";

	@Test
	void runsAndStreamsAreCountedApart() throws IOException {
		open("X: y");
		String run = open("X: y");
		assertRefused("X: y", RUNS_TAKEN);
		open("Last-Event-ID: " + run);
		open("Last-Event-ID: " + run);
		assertRefused("X: y", STREAMS_TAKEN);
		assertRefused("Last-Event-ID: " + run, STREAMS_TAKEN);
		assertThat(this.meters.open()).isEqualTo(4);
		assertThat(this.meters.runs()).isEqualTo(2);
	}

	private String open(String header) throws IOException {
		RawClient client = get("/spin", header);
		assertThat(client.status()).isEqualTo(200);
		return client.run();
	}

	private void assertRefused(String header, String reason) throws IOException {
		RawClient client = get("/spin", header);
		assertThat(client.status()).isEqualTo(503);
		assertThat(client.header("Retry-After")).isEqualTo("3");
		assertThat(client.rest())
			.isEqualTo("{\"detail\":\"%s\",\"status\":503,\"title\":\"Service Unavailable\"}".formatted(reason));
	}

}
