package io.spinstream.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A limit of runs that is lower than that of streams.
 */
@SpinstreamTest
@TestPropertySource(
		properties = { "spinstream.max-streams=4", "spinstream.max-runs=2", "spinstream.resume-window=10m" })
class MaxRunsTests {

	private static final String RUNS_TAKEN = "all 2 runs are taken, try again soon";

	private static final String STREAMS_TAKEN = "all 4 streams are taken, try again soon";

	@LocalServerPort
	private int port;

	@Autowired
	private ScriptedAnswer answers;

	@Autowired
	private Meters meters;

	private final List<RawClient> clients = new ArrayList<>();

	@AfterEach
	void close() {
		this.clients.forEach(RawClient::close);
		this.answers.tell("over");
	}

	@Test
	void runsAndStreamsAreCountedApart() throws IOException {
		open("");
		String run = open("");
		assertRefused("", RUNS_TAKEN);
		open("Last-Event-ID: " + run);
		open("Last-Event-ID: " + run);
		assertRefused("", STREAMS_TAKEN);
		assertRefused("Last-Event-ID: " + run, STREAMS_TAKEN);
		assertThat(this.meters.open()).isEqualTo(4);
		assertThat(this.meters.runs()).isEqualTo(2);
	}

	private String open(String header) throws IOException {
		RawClient client = client(header);
		this.clients.add(client);
		assertThat(client.status()).isEqualTo(200);
		return client.event().replaceFirst("(?s).*\nid: (.{22})\n.*", "$1");
	}

	private void assertRefused(String header, String reason) throws IOException {
		try (RawClient client = client(header)) {
			assertThat(client.status()).isEqualTo(503);
			assertThat(client.header("Retry-After")).isEqualTo("3");
			assertThat(client.rest())
				.isEqualTo("{\"detail\":\"%s\",\"status\":503,\"title\":\"Service Unavailable\"}".formatted(reason));
		}
	}

	private RawClient client(String header) {
		return header.isEmpty() ? RawClient.get(this.port, "/spin") : RawClient.get(this.port, "/spin", header);
	}

}
