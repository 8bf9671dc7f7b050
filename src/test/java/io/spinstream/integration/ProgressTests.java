package io.spinstream.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.spinstream.testing.HostileText;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The frames show what the work tells, whichever supervisor spins.
 */
@Tag("contract")
@SpinstreamTest
class ProgressTests extends ServiceTest {

	private static final Pattern UNPRINTABLE = Pattern
		.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]");

	@ParameterizedTest
	@ValueSource(strings = { "threads", "virtual-threads", "reactive" })
	void anEventTellsTheProgressAndTheFramesShowIt(String supervisor) throws IOException {
		RawClient client = get("/spin?supervisor=" + supervisor);
		client.event();
		assertThat(client.event()).isEqualTo("data: a thinking!\n\n");
		awaitBegun(1);
		this.answers.progress("1 of 2");
		assertThat(framesUntilProgress(client)).allMatch((frame) -> frame.matches("data: [abc] thinking!\n\n"));
		assertThat(client.event()).matches("data: [abc] 1 of 2\n\n");
		assertThat(client.event()).matches("data: [abc] 1 of 2\n\n");
		this.answers.progress("1 of 2");
		assertThat(client.event()).matches("data: [abc] 1 of 2\n\n");
		this.answers.progress("2 of 2");
		assertThat(framesUntilProgress(client)).allMatch((frame) -> frame.matches("data: [abc] 1 of 2\n\n"));
		assertThat(client.event()).matches("data: [abc] 2 of 2\n\n");
		this.answers.progress("");
		assertThat(framesUntilProgress(client)).allMatch((frame) -> frame.matches("data: [abc] 2 of 2\n\n"));
		assertThat(client.event()).matches("data: [abc] thinking!\n\n");
		this.answers.progress("over");
		this.answers.tell("42");
		assertThat(client.rest()).endsWith("event: answer\nid: "
				+ client.header("Content-Location").substring("/spin/".length()) + ".done\ndata: Answer: 42\n\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "threads", "virtual-threads", "reactive" })
	void whoJoinsLaterGetsTheLatestAtOnce(String supervisor) throws IOException {
		RawClient first = get("/spin");
		first.event();
		awaitBegun(1);
		this.answers.progress("1 of 2");
		this.answers.progress("2 of 2");
		RawClient second = get(first.header("Content-Location") + "?message=mine&supervisor=" + supervisor);
		second.event();
		assertThat(second.event()).isEqualTo("event: progress\ndata: 2 of 2\n\n");
		assertThat(second.event()).isEqualTo("data: a 2 of 2\n\n");
	}

	@Test
	void hostileProgressIsHarmlessAndThinned() throws IOException {
		RawClient client = get("/spin");
		client.event();
		awaitBegun(1);
		for (String text : HostileText.generate(7, 100)) {
			this.answers.progress(text);
		}
		List<String> texts = HostileText.generate(8, 40);
		for (String text : texts) {
			this.answers.progress(text);
			client.event();
		}
		for (int told = 0; told < 10_000; told++) {
			this.answers
				.progress("\u001B[2J\n\nevent: answer\ndata: forged " + told + "\n\n" + "\u202E".repeat(10_000));
		}
		this.answers.tell("42");
		String rest = client.rest();
		assertThat(rest.split("\n\n")).hasSizeLessThan(2_000).allSatisfy((event) -> {
			assertThat(event)
				.matches("(?s)(event: progress\n)?data: [^\n]*|event: answer\nid: .{22}\\.done\ndata: Answer: 42");
			assertThat(event.replace("\n", "")).doesNotContainPattern(UNPRINTABLE).hasSizeLessThan(400);
		});
		assertThat(rest).endsWith("data: Answer: 42\n\n");
	}

	@Test
	void twoServicesInARowShowTheProgressOfTheInnerOne() throws IOException {
		try (ServerProcess outer = new ServerProcess(
				"--spinstream.answer.url=http://localhost:" + this.port + "/spin?message={question}")) {
			int outerPort = outer.port();
			RawClient client = RawClient.get(outerPort, "/spin?question=beneath&format=text");
			this.clients.add(client);
			awaitBegun(1);
			this.answers.progress("1 of 2");
			StringBuilder shown = new StringBuilder();
			while (shown.indexOf(" 1 of 2\b") < 0) {
				shown.append(client.readByte());
			}
			this.answers.tell("42");
			assertThat(shown + client.rest()).containsOnlyOnce("spinner object")
				.doesNotContain("beneath")
				.endsWith("\bAnswer: 42\n")
				.containsOnlyOnce("Answer:");
			RawClient stopped = RawClient.get(outerPort, "/spin?question=beneath", "Prefer: respond-async");
			this.clients.add(stopped);
			awaitBegun(2);
			RawClient stop = RawClient.request(outerPort, "DELETE", stopped.header("Location"));
			this.clients.add(stop);
			assertThat(stop.status()).isEqualTo(204);
			await().until(() -> this.meters.open() == 0);
		}
	}

	/** Returns the frames before the next change of progress. */
	private static List<String> framesUntilProgress(RawClient client) throws IOException {
		List<String> frames = new ArrayList<>();
		for (String event = client.event(); !event.startsWith("event: progress\n"); event = client.event()) {
			frames.add(event);
		}
		return frames;
	}

}
