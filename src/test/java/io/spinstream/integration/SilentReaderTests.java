package io.spinstream.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

import io.spinstream.testing.SilentNetwork;
import io.spinstream.testing.Tools;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client whose network drops all packets for as long as the page waits before it
 * reconnects. The service has its default configuration.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({ ScriptedAnswer.class, Meters.class })
class SilentReaderTests {

	private static final Duration SILENCE = Duration.ofSeconds(17);

	@LocalServerPort
	private int port;

	@Autowired
	private ScriptedAnswer answers;

	@Autowired
	private Meters meters;

	@Test
	void whoComesBackAfterTheSilenceGetsTheAnswerOfTheRun() throws IOException {
		try (SilentNetwork network = new SilentNetwork()) {
			if (!network.isThere()) {
				Tools.skip("no network of our own without root, so nothing is known about silence");
			}
			Process before = curl(network, "none");
			String run = run(before.inputReader());
			network.fallSilent();
			Instant back = Instant.now().plus(SILENCE);
			await().until(() -> this.meters.open() == 0);
			before.destroyForcibly();
			await().atMost(SILENCE.multipliedBy(2)).until(() -> Instant.now().isAfter(back));
			assertThat(this.meters.runs()).isOne();
			network.recover();
			Process after = curl(network, run);
			assertThat(run(after.inputReader())).isEqualTo(run);
			this.answers.tell("42");
			assertThat(after.inputReader().lines().collect(Collectors.joining("\n")))
				.endsWith("\n\nevent: answer\nid: " + run + ".done\ndata: Answer: 42\n");
			assertThat(this.answers.begun()).isEqualTo(1);
		}
	}

	private Process curl(SilentNetwork network, String lastEventId) throws IOException {
		return network.run(Redirect.PIPE, "curl", "-sN", "-H", "Last-Event-ID: " + lastEventId,
				"http://%s:%d/spin".formatted(network.host(), this.port));
	}

	/** Reads the first event and returns its id. */
	private static String run(BufferedReader events) throws IOException {
		assertThat(events.readLine()).isEqualTo("retry: 1000");
		String id = events.readLine();
		assertThat(events.readLine()).isEqualTo("event: spinner");
		assertThat(events.readLine()).startsWith("data: spinner object: ");
		return id.substring("id: ".length());
	}

}
