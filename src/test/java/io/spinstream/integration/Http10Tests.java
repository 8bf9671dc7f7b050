package io.spinstream.integration;

import java.io.IOException;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams over HTTP/1.0.
 */
@SpinstreamTest
class Http10Tests extends ServiceTest {

	@Test
	void aClientOfHttp10GetsNoChunks() throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send("GET /spin HTTP/1.0\r\nHost: localhost\r\n\r\n");
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.header("Transfer-Encoding")).isEmpty();
			assertThat(client.header("Content-Length")).isEmpty();
			assertThat(client.event()).contains("event: spinner");
			awaitBegun(1);
			this.answers.tell("42");
			assertThat(client.rest()).containsOnlyOnce("data: Answer: 42\n").endsWith("\n\n");
		}
	}

	@Test
	void aClientOfHttp10SeesNothingButEvents() throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send("GET /spin HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
			assertThat(client.event()).matches("retry: 1000\nid: .{22}\nevent: spinner\ndata: spinner object: .*\n\n");
			for (String frame : List.of("a", "b", "c", "a", "b", "c")) {
				assertThat(client.event()).isEqualTo("data: " + frame + " thinking!\n\n");
			}
		}
	}

}
