package io.spinstream.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.Script;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An upstream that tells its progress as fast as it can. It goes on until the client has
 * read enough frames, and only then tells its answer.
 */
@Tag("contract")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class FloodTests {

	private static final int FRAMES = 30;

	private static final byte[] PROGRESS = ("event: progress\ndata: \u001B[2J\u202E" + "x".repeat(10_000) + "\n\n")
		.getBytes(StandardCharsets.UTF_8);

	private static final Upstream upstream = new Upstream();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void answer(DynamicPropertyRegistry properties) {
		properties.add("spinstream.answer.url", () -> "http://localhost:%d/flood".formatted(upstream.port()));
	}

	@AfterAll
	static void close() {
		upstream.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "threads", "virtual-threads", "reactive" })
	void theFramesAndTheAnswerGoOn(String supervisor) throws IOException {
		AtomicBoolean enough = new AtomicBoolean();
		upstream.play(Script.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
			.then((client) -> {
				while (!enough.get()) {
					client.getOutputStream().write(PROGRESS);
				}
			})
			.then(Script.send("event: answer\ndata: Answer: 42\n\n")));
		try (RawClient client = RawClient.get(this.port, "/spin?supervisor=" + supervisor)) {
			client.event();
			for (int frame = 0; frame < FRAMES; frame++) {
				assertThat(client.event()).matches("(?s)(event: progress\n)?data: [^\n]{1,90}\n\n");
			}
			enough.set(true);
			assertThat(client.rest()).endsWith("data: Answer: 42\n\n");
		}
	}

}
