package io.spinstream.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.spinstream.testing.Grace;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.Script;
import io.spinstream.testing.ServerProcess;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGTERM with streams open.
 */
class ShutdownTests {

	private static final int DOCKER_KILLS_AFTER_SECONDS = 10;

	private final BlockingQueue<Socket> waiting = new LinkedBlockingQueue<>();

	@Test
	void streamsEndWithTheirAnswerOrAReasonAndTheProcessIsGoneInTime() throws Exception {
		try (Upstream upstream = new Upstream();
				ServerProcess server = new ServerProcess(
						"--spinstream.answer.url=http://localhost:%d/".formatted(upstream.port()))) {
			upstream.play((client) -> {
				this.waiting.add(client);
				Script.HANG.play(client);
			});
			List<RawClient> lucky = open(server, "sse", "text", "json");
			lucky.add(RawClient.get(server.port(), "/spin", "Prefer: respond-async, wait=20"));
			await().until(() -> this.waiting.size() == lucky.size());
			List<RawClient> unlucky = open(server, "sse", "text", "json");
			await().until(() -> this.waiting.size() == lucky.size() + unlucky.size());
			int lines = server.lines().size();
			try (RawClient keptAlive = RawClient.get(server.port(), "/actuator/health/readiness")) {
				assertThat(keptAlive.status()).isEqualTo(200);
				assertThat(server.lines()).hasSize(lines);
				Grace grace = new Grace();
				server.terminate();
				await().untilAsserted(
						() -> assertThat(server.lines()).asString().contains("Commencing graceful shutdown"));
				for (int i = 0; i < lucky.size(); i++) {
					grace.skipIfOver();
					Script.response(200, "just in time").play(this.waiting.take());
				}
				grace.skipIfOver();
				isRefused(server.port());
			}
			assertThat(lucky.get(0).rest()).endsWith("data: Answer: just in time\n\n");
			assertThat(lucky.get(1).rest()).endsWith("Answer: just in time\n");
			assertThat(lucky.get(2).rest()).isEqualTo("{\"answer\":\"just in time\"}");
			assertThat(lucky.get(3).rest()).endsWith("data: Answer: just in time\n\n");
			assertThat(unlucky.get(0).rest()).contains("event: failure\n")
				.endsWith("data: the server is shutting down\n\n");
			assertThat(unlucky.get(1).rest()).endsWith("Failed: the server is shutting down\n");
			assertThat(unlucky.get(2).status()).isEqualTo(503);
			assertThat(unlucky.get(2).header("Retry-After")).isEqualTo("3");
			assertThat(unlucky.get(2).rest()).contains("the server is shutting down");
			assertThat(server.hasExitedWithin(DOCKER_KILLS_AFTER_SECONDS)).isTrue();
			assertThat(server.starts()).isEqualTo(1);
			assertThat(server.lines()).noneMatch((line) -> line.matches(".* (WARN|ERROR) .*"));
		}
	}

	private static List<RawClient> open(ServerProcess server, String... formats) {
		List<RawClient> clients = new ArrayList<>();
		for (String format : formats) {
			clients.add(RawClient.get(server.port(), "/spin?format=" + format));
		}
		return clients;
	}

	/**
	 * A new stream gets a 503, or its connection is refused, or reset before it is
	 * accepted.
	 */
	private static void isRefused(int port) throws IOException {
		try (RawClient late = RawClient.get(port, "/spin?format=json", "Connection: close")) {
			assertThat(late.raw()).matches("(?s)(HTTP/1.1 503 .*)?");
		}
		catch (UncheckedIOException refused) {
			assertThat(refused).hasCauseInstanceOf(SocketException.class);
		}
		catch (SocketException reset) {
			assertThat(reset).hasMessage("Connection reset");
		}
	}

}
