package io.spinstream.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.spinstream.testing.Nginx;
import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams through nginx, and over HTTP/1.0 and HTTP/2. Frames are not buffered if they
 * come before the answer is there.
 */
@SpinstreamTest
class ProxyTests {

	/** So slow that no buffer is full before the client times out. */
	private static final String SLOW_FRAMES = "/spin?style=simple-dots";

	@LocalServerPort
	private int port;

	@Autowired
	private ScriptedAnswer answers;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			text/event-stream | ''
			text/event-stream | proxy_http_version 1.1;
			text/plain        | ''
			""")
	void framesComeThroughNginxOneByOne(String accept, String setting, @TempDir Path directory) throws Exception {
		try (Nginx nginx = new Nginx(directory, this.port, setting);
				RawClient client = RawClient.get(nginx.port(), SLOW_FRAMES, "Accept: " + accept,
						"Accept-Encoding: gzip")) {
			framesThenAnswer(client);
			assertThat(client.header("Content-Encoding")).isEmpty();
		}
	}

	private void framesThenAnswer(RawClient client) throws IOException {
		assertThat(client.status()).isEqualTo(200);
		StringBuilder begin = new StringBuilder();
		while (begin.indexOf("..  thinking!") < 0) {
			begin.append(client.readByte());
			assertThat(begin).hasSizeLessThan(1000);
		}
		assertThat(begin).containsSubsequence("spinner object: ", "    thinking!", ".   thinking!")
			.doesNotContain("Answer");
		this.answers.tell("42");
		assertThat(client.rest()).containsOnlyOnce("Answer: 42\n").endsWith("\n");
		assertThat(this.answers.begun()).isEqualTo(1);
	}

	@Test
	void aClientOfHttp10GetsNoChunks() throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send("GET " + SLOW_FRAMES + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
			framesThenAnswer(client);
			assertThat(client.header("Transfer-Encoding")).isEmpty();
			assertThat(client.header("Content-Length")).isEmpty();
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
