package io.spinstream.spinner;

import org.jline.utils.WCWidth;

/**
 * What a text does to a terminal: the columns that it takes, and the characters that
 * would do more than be shown.
 */
public final class TerminalText {

	private static final int REPLACEMENT = 0xFFFD;

	private TerminalText() {
	}

	/**
	 * Measure a printable text.
	 * @param text the text, all of it {@linkplain #isPrintable(String) printable}
	 * @return terminal columns: two for a wide character, none for a combining one
	 */
	static int columns(String text) {
		return text.codePoints().map(WCWidth::wcwidth).sum();
	}

	static boolean isPrintable(String text) {
		return text.codePoints().allMatch(TerminalText::isPrintable);
	}

	/**
	 * Make any text harmless to a terminal: it moves no cursor, sets no title, asks no
	 * question and turns no direction.
	 * @param text the text, of any lines
	 * @return the text with U+FFFD for all that is not printable but line feed and tab
	 */
	public static String harmless(String text) {
		return text.replace("\r\n", "\n")
			.codePoints()
			.map((codePoint) -> isHarmless(codePoint) ? codePoint : REPLACEMENT)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static boolean isHarmless(int codePoint) {
		return codePoint == '\n' || codePoint == '\t' || isPrintable(codePoint);
	}

	private static boolean isPrintable(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				false;
			default -> !isBidiControl(codePoint);
		};
	}

	/** Unicode's property {@code Bidi_Control}, UAX #9. */
	private static boolean isBidiControl(int codePoint) {
		return codePoint == 0x061C || codePoint == 0x200E || codePoint == 0x200F
				|| (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
	}

}
