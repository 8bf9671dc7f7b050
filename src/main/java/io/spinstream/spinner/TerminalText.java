package io.spinstream.spinner;

import java.util.regex.Pattern;

import org.jline.utils.WCWidth;

/**
 * What a text does to a terminal: the columns that it takes, and the characters that
 * would do more than be shown.
 */
public final class TerminalText {

	private static final int WIDEST_LINE = 80;

	/** Some characters take no column. */
	private static final int LONGEST_LINE = 4 * WIDEST_LINE;

	private static final int REPLACEMENT = 0xFFFD;

	private static final String ELLIPSIS = "…";

	private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

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

	/**
	 * Tell whether a text can be shown beside a spinner.
	 * @param text any text
	 * @return whether it takes 1 to 80 columns and all of it is printable
	 */
	static boolean isLine(String text) {
		return text.length() <= LONGEST_LINE && isPrintable(text) && columns(text) >= 1 && columns(text) <= WIDEST_LINE;
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

	/**
	 * Make one line of any text, no wider than 80 columns.
	 * @param text the text, of any lines
	 * @return the beginning of the text, harmless, with single blanks and without one at
	 * either end; it ends with an ellipsis if the text goes on
	 */
	public static String line(String text) {
		String beginning = text.substring(0, Math.min(text.length(), 2 * LONGEST_LINE));
		String line = WHITE_SPACE.matcher(harmless(beginning)).replaceAll(" ").strip();
		return (end(line, 0) == line.length()) ? line : line.substring(0, end(line, ELLIPSIS.length())) + ELLIPSIS;
	}

	/** Returns where to cut a line so that it has room for other narrow characters. */
	private static int end(String line, int others) {
		int columns = others;
		int end = 0;
		while (end < line.length()) {
			int codePoint = line.codePointAt(end);
			int next = end + Character.charCount(codePoint);
			columns += WCWidth.wcwidth(codePoint);
			if (columns > WIDEST_LINE || next + others > LONGEST_LINE) {
				break;
			}
			end = next;
		}
		return end;
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
