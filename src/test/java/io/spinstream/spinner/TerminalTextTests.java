package io.spinstream.spinner;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

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

}
