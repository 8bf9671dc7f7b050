package io.spinstream.web;

import io.spinstream.render.SseRenderer;
import io.spinstream.render.TerminalRenderer;
import io.spinstream.render.UpdateRenderer;
import io.spinstream.run.Progress;
import io.spinstream.spinner.Update;
import io.spinstream.testing.TestSpinners;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class ScreenTests {

	private final Progress progress = new Progress();

	@Test
	void showsTheMessageUntilThereIsProgress() {
		Screen screen = screen(new SseRenderer());
		assertThat(screen.showsMessage()).isTrue();
		assertThat(frame(screen, 0)).isEqualTo("data: | thinking!\n\n");
		this.progress.tell("1 of 2");
		assertThat(screen.showsMessage()).isFalse();
		assertThat(frame(screen, 1)).isEqualTo("event: progress\ndata: 1 of 2\n\ndata: / 1 of 2\n\n");
		assertThat(frame(screen, 2)).isEqualTo("data: - 1 of 2\n\n");
		this.progress.tell("");
		assertThat(screen.showsMessage()).isFalse();
		assertThat(frame(screen, 3)).isEqualTo("event: progress\ndata: \n\ndata: \\ thinking!\n\n");
		assertThat(screen.showsMessage()).isTrue();
	}

	@Test
	void ignoresProgressThatCannotBeSeenAndThatLooksTheSame() {
		Screen screen = screen(new SseRenderer());
		this.progress.tell("\u200B \n");
		assertThat(frame(screen, 0)).isEqualTo("data: | thinking!\n\n");
		this.progress.tell("x".repeat(100) + "1");
		assertThat(frame(screen, 1)).contains("event: progress\ndata: " + "x".repeat(79) + "\u2026\n\n");
		this.progress.tell("x".repeat(100) + "2");
		assertThat(frame(screen, 2)).isEqualTo("data: - " + "x".repeat(79) + "\u2026\n\n");
	}

	@Test
	void erasesWhatTheTextBeforeLeavesOnATerminal() {
		Screen screen = screen(new TerminalRenderer());
		assertThat(frame(screen, 0)).isEqualTo("| thinking!" + "\b".repeat(11));
		this.progress.tell("\u601D\u8003");
		assertThat(frame(screen, 1)).isEqualTo(" ".repeat(11) + "\b".repeat(11) + "/ \u601D\u8003" + "\b".repeat(6));
		this.progress.tell("x");
		assertThat(frame(screen, 2)).isEqualTo(" ".repeat(6) + "\b".repeat(6) + "- x" + "\b".repeat(3));
		assertThat(screen.render(new Update.Answer("42"))).isEqualTo("   \b\b\bAnswer: 42\n");
	}

	@Test
	void looksAtTheProgressOfNow() {
		Screen screen = screen(new SseRenderer());
		int[] place = { 3 };
		this.progress.tell(() -> "waiting, " + place[0]--);
		assertThat(frame(screen, 0)).endsWith("data: | waiting, 3\n\n");
		assertThat(frame(screen, 1)).endsWith("data: / waiting, 2\n\n");
	}

	private static String frame(Screen screen, int index) {
		return screen.render(TestSpinners.LINE.frame(index));
	}

	private Screen screen(UpdateRenderer renderer) {
		return new SpinStream(TestSpinners.LINE, "run", this.progress::latest, renderer, (scheduler) -> Flux.empty())
			.screen();
	}

}
