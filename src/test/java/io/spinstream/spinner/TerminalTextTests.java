package io.spinstream.spinner;

import java.util.stream.IntStream;

import io.spinstream.testing.HostileText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalTextTests {

	@Test
	void leavesTextLinesAndTabsAsTheyAre() {
		String text = "Añ 思考中 🌑 e\u0301\u200d\n\tsecond line";
		assertThat(TerminalText.harmless(text)).isEqualTo(text);
	}

	@Test
	void replacesEveryControlCharacterButLineFeedAndTab() {
		assertThat(IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7f, 0xa0))
			.filter((control) -> control != '\n' && control != '\t')
			.mapToObj(Character::toString))
			.allSatisfy((control) -> assertThat(TerminalText.harmless("a" + control + "b")).isEqualTo("a\uFFFDb"));
	}

	@Test
	void replacesWhatTurnsTheDirectionOrSeparatesLines() {
		assertThat(TerminalText.harmless("\u202ea\u2066b\u200fc\u061cd\u2028e\u2029f\ud800"))
			.isEqualTo("\uFFFDa\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFD");
	}

	@Test
	void readsCarriageReturnAndLineFeedAsOneLineEnd() {
		assertThat(TerminalText.harmless("a\r\nb\rc")).isEqualTo("a\nb\uFFFDc");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			3 of 7 pages                | 3 of 7 pages
			` 3\\tof \\r\\n 7 `            | 3 of 7
			a\\u001B[2Jb\\nc              | a\uFFFD[2Jb c
			\\u202Ea\\u2028b              | \uFFFDa\uFFFDb
			``                          | ``
			` \\n\\t`                    | ``
			""")
	void makesOneLineOfAnyText(String text, String line) {
		String raw = text.replace("\\u001B", "\u001B").replace("\\u202E", "\u202E").replace("\\u2028", "\u2028");
		assertThat(TerminalText.line(raw.translateEscapes())).isEqualTo(line);
	}

	@Test
	void cutsALineAtEightyColumns() {
		assertThat(TerminalText.line("x".repeat(80))).isEqualTo("x".repeat(80));
		assertThat(TerminalText.line("x".repeat(81))).isEqualTo("x".repeat(79) + "\u2026");
		assertThat(TerminalText.line("\u601D".repeat(40))).isEqualTo("\u601D".repeat(40));
		assertThat(TerminalText.line("\u601D".repeat(41))).isEqualTo("\u601D".repeat(39) + "\u2026");
		assertThat(TerminalText.line("x".repeat(10_000))).isEqualTo("x".repeat(79) + "\u2026");
		assertThat(TerminalText.line("e" + "\u0301".repeat(10_000))).hasSize(320).endsWith("\u0301\u2026");
		assertThat(TerminalText.line("\uD83C\uDF11".repeat(41))).isEqualTo("\uD83C\uDF11".repeat(39) + "\u2026");
	}

	@Test
	void aLineIsFitForASpinner() {
		for (String text : HostileText.generate(3, 300)) {
			String line = TerminalText.line(text);
			assertThat(line.isEmpty() || TerminalText.isLine(line) || TerminalText.columns(line) == 0).as(text)
				.isTrue();
		}
	}

}
