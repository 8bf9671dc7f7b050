package io.spinstream.spinner;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SpinnerTests {

	private static final Style LINE = new Style("line", Duration.ofMillis(100), List.of("|", "/", "-", "\\"));

	@Test
	void cyclesThroughItsFrames() {
		Spinner spinner = new Spinner(LINE, "thinking!");
		assertThat(LongStream.range(0, 6).mapToObj(spinner::frame)).containsExactly(new Update.Frame(0, "| thinking!"),
				new Update.Frame(1, "/ thinking!"), new Update.Frame(2, "- thinking!"),
				new Update.Frame(3, "\\ thinking!"), new Update.Frame(0, "| thinking!"),
				new Update.Frame(1, "/ thinking!"));
	}

	@Test
	void spinsForLongerThanAnyoneWaits() {
		Spinner spinner = new Spinner(LINE, "thinking!");
		assertThat(spinner.frame(Long.MAX_VALUE).index()).isEqualTo((int) (Long.MAX_VALUE % 4));
	}

	@Test
	void sharesItsFrames() {
		Spinner spinner = new Spinner(LINE, "thinking!");
		assertThat(spinner.frame(5)).isSameAs(spinner.frame(1)).isSameAs(spinner.frames().get(1));
	}

	@ParameterizedTest
	@CsvSource({ "thinking!, 11", "思考中, 8", "🌑, 4", "e\u0301, 3", "👩\u200d💻 works, 12" })
	void measuresColumnsNotCharacters(String message, int columns) {
		assertThat(new Spinner(LINE, message).columns()).isEqualTo(columns);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\u0301", "a\nb", "a\rb", "a\u0000b", "\u001b[2J", "\u0085", "\u009b31m", "a\u2028b",
			"a\u2029b", "\u202eabc", "\u2066abc", "\u200fabc", "\u061cabc", "\ud800", "\udc00a" })
	void refusesAMessageThatIsMoreThanText(String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Spinner(LINE, message))
			.withMessage("must be 1 to 80 columns, without control, bidirectional or line-separating characters");
	}

	@Test
	void takesEightyColumnsAndNoMore() {
		assertThat(new Spinner(LINE, "思".repeat(40)).columns()).isEqualTo(82);
		assertThatIllegalArgumentException().isThrownBy(() -> new Spinner(LINE, "思".repeat(40) + "a"));
		assertThatIllegalArgumentException().isThrownBy(() -> new Spinner(LINE, "a" + "\u0301".repeat(400)));
	}

}
