package io.spinstream.spinner;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StyleTests {

	private static final Duration TENTH = Duration.ofMillis(100);

	@Test
	void padsFramesToOneWidthInColumnsNotCharacters() {
		Style style = new Style("mixed", TENTH, List.of("思", "-", "abc", "e\u0301"));
		assertThat(style.frames()).containsExactly("思 ", "-  ", "abc", "e\u0301  ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Line", "a b", "a_b", "a\n", "123456789012345678901234567890123" })
	void refusesANameThatNobodyCouldType(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Style(name, TENTH, List.of("|")))
			.withMessage("spinstream.styles." + name + ".name is '" + name + "': must be 1 to 32 of a-z, 0-9 and -");
	}

	@ParameterizedTest
	@CsvSource({ "19, PT0.019S", "10001, PT10.001S", "0, PT0S", "-100, PT-0.1S" })
	void refusesAnIntervalOutOfBounds(long millis, String shown) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Style("line", Duration.ofMillis(millis), List.of("|")))
			.withMessage("spinstream.styles.line.interval is '" + shown + "': must be 20ms to 10s");
	}

	@ParameterizedTest
	@ValueSource(longs = { 20, 10_000 })
	void takesAnIntervalAtItsBounds(long millis) {
		assertThat(new Style("line", Duration.ofMillis(millis), List.of("|")).interval()).hasMillis(millis);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\u001b[31m", "a\nb", "a\u0000", "\u202e", "\u2028", "\u0301",
			"12345678901234567890123456789012345678901" })
	void refusesAFrameThatIsNotShowable(String frame) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Style("line", TENTH, List.of("|", frame)))
			.withMessageEndingWith("must be frames of 1 to 40 columns, all printable");
	}

	@Test
	void refusesAStyleWithoutFrames() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Style("line", TENTH, List.of()))
			.withMessage("spinstream.styles.line.frames is '[]': must be 1 to 200 frames");
	}

}
