package io.spinstream.render;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import io.spinstream.testing.TestSpinners;
import io.spinstream.supervisor.ReactiveSupervisor;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalRendererTests {

	private final TerminalRenderer renderer = new TerminalRenderer();

	@Test
	void writesTheBytesThatTheSeedsWrote() throws IOException {
		VirtualTimeScheduler loop = VirtualTimeScheduler.create();
		Mono<Update> answer = Mono.delay(Duration.ofSeconds(3), loop).map((zero) -> new Update.Answer("42"));
		StringBuilder out = new StringBuilder();
		new ReactiveSupervisor(loop).supervise(TestSpinners.LINE, answer)
			.map((update) -> render(update, TestSpinners.LINE))
			.subscribe(out::append);
		loop.advanceTimeBy(Duration.ofSeconds(3));
		assertThat(withoutObject(out.toString())).isEqualTo(withoutObject(recorded()));
	}

	private static String recorded() throws IOException {
		try (InputStream recorded = TerminalRendererTests.class.getResourceAsStream("/seeds/threads.out")) {
			return new String(recorded.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String withoutObject(String out) {
		assertThat(out).startsWith("spinner object: ");
		return out.substring(out.indexOf('\n'));
	}

	@Test
	void goesBackByColumnsNotCharacters() {
		assertThat(render(TestSpinners.WIDE.frame(0), TestSpinners.WIDE)).isEqualTo("🌑 思考中" + "\b".repeat(9));
	}

	@Test
	void erasesTheLastFrameBeforeTheAnswer() {
		assertThat(render(new Update.Answer("42"), TestSpinners.WIDE))
			.isEqualTo(" ".repeat(9) + "\b".repeat(9) + "Answer: 42\n");
	}

	@Test
	void erasesTheLastFrameBeforeAReason() {
		assertThat(render(new Update.Failure("no answer within 1m"), TestSpinners.LINE))
			.isEqualTo(" ".repeat(11) + "\b".repeat(11) + "Failed: no answer within 1m\n");
	}

	@Test
	void letsNoControlCharacterOfAnAnswerReachTheTerminal() {
		assertThat(render(new Update.Answer("\u001b]0;owned\u0007\u009b2J\ttab\r\nline"), TestSpinners.LINE))
			.endsWith("Answer: \uFFFD]0;owned\uFFFD\uFFFD2J\ttab\nline\n");
	}

	private String render(Update update, Spinner spinner) {
		return this.renderer.render(update, spinner, "");
	}

}
