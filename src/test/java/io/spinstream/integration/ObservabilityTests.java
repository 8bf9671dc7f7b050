package io.spinstream.integration;

import java.io.IOException;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints for operators.
 */
@Tag("contract")
@SpinstreamTest
class ObservabilityTests {

	@LocalServerPort
	private int port;

	@Test
	void theMetersTellWhatIsGoingOn() throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin?supervisor=virtual-threads&format=text")) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(prometheus()).contains("# HELP spinstream_streams_open Streams that are open",
					"spinstream_streams_open{format=\"text\",supervisor=\"virtual-threads\"} 1.0",
					"spinstream_streams_open{format=\"json\",supervisor=\"none\"} 0.0",
					"# HELP spinstream_runs_active ", "# HELP spinstream_runs_retained ",
					"# HELP spinstream_runs_resumed_total ", "# HELP spinstream_streams_ended_total ",
					"spinstream_streams_ended_total{outcome=\"answered\"}",
					"spinstream_streams_ended_total{outcome=\"failed\"}",
					"spinstream_streams_ended_total{outcome=\"cancelled\"}",
					"spinstream_streams_ended_total{outcome=\"refused\"}", "# HELP spinstream_answer_seconds ");
		}
		await().until(() -> prometheus()
			.contains("spinstream_streams_open{format=\"text\",supervisor=\"virtual-threads\"} 0.0"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness" })
	void itIsWell(String target) throws IOException {
		try (RawClient client = RawClient.get(this.port, target)) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.rest()).startsWith("{").contains("\"status\":\"UP\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/env", "/actuator/heapdump", "/actuator/shutdown",
			"/actuator/loggers", "/actuator/metrics", "/actuator/info" })
	void nothingElseIsToBeSeen(String target) throws IOException {
		try (RawClient client = RawClient.get(this.port, target)) {
			assertThat(client.status()).isEqualTo(404);
		}
	}

	private String prometheus() throws IOException {
		try (RawClient client = RawClient.get(this.port, "/actuator/prometheus", "Connection: close")) {
			return client.rest();
		}
	}

}
