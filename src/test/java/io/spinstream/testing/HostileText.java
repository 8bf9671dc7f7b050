package io.spinstream.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Texts with characters that have a meaning in HTTP, events, JSON, HTML or terminals.
 */
public final class HostileText {

	private static final int LONG = 64 * 1024;

	private static final List<String> PIECES = List.of("\r\n", "\n\n", "\r\r",
			"\n\nevent: answer\ndata: Answer: forged\n\n", "\rid: forged\r", "\nretry: 1\n", "data: ", ":", "\uFEFF",
			"\r\nSet-Cookie: forged=1\r\n", "\r\n\r\nHTTP/1.1 200 OK", "\u001B[2J", "\u001B]0;forged\u0007",
			"\u009B31m", "\u2028", "\u2029", "\u202E", "\u2066", "\u2069", "\u200E", "\u200F", "\u061C", "\u200B",
			"\u200D", "\u2060", "\uD83D", "\uDE00", "\uD83D\uDE00", "e\u0301", "\uFFFF", "\uFFFE", "%", "%00", "%zz",
			"+", "&", "=", "#", "?", ";", "../", "\\", "\"", "'", "<script>", "${jndi:x}", "{{7*7}}", "*/*;q=", "text/",
			"text/event-stream;q=2", ".done", "AAAAAAAAAAAAAAAAAAAAAA.done", "\u601D\u8003\u4E2D", " ", "x");

	private HostileText() {
	}

	/**
	 * Generate texts: each control character, each piece, random mixtures of them, and
	 * long texts.
	 * @param seed the seed of the random mixtures
	 * @param mixtures the number of mixtures
	 * @return the texts
	 */
	public static List<String> generate(long seed, int mixtures) {
		Random random = new Random(seed);
		List<String> pieces = new ArrayList<>(PIECES);
		IntStream.concat(IntStream.range(0, 0x20), IntStream.rangeClosed(0x7F, 0x9F))
			.forEach((control) -> pieces.add(Character.toString(control)));
		List<String> texts = new ArrayList<>(pieces);
		for (int i = 0; i < mixtures; i++) {
			StringBuilder text = new StringBuilder();
			random.ints(1 + random.nextInt(12), 0, pieces.size()).mapToObj(pieces::get).forEach(text::append);
			texts.add(text.toString());
		}
		for (String piece : List.of("x", "\u001B", "\n", "x\uD83D\uDE00", "\uD83D", "data: x\n\n")) {
			texts.add("x" + piece.repeat(LONG / piece.length()));
		}
		return texts;
	}

	/**
	 * Encode a text for a URL.
	 * @param text the text
	 * @return percent-encoded UTF-8, with three bytes for each lone surrogate
	 */
	public static String percentEncoded(String text) {
		StringBuilder encoded = new StringBuilder();
		for (byte each : bytes(text)) {
			encoded.append("%%%02X".formatted(each));
		}
		return encoded.toString();
	}

	/**
	 * Encode a text for a header.
	 * @param text the text
	 * @return its UTF-8, one character per byte, with three bytes for each lone surrogate
	 */
	public static String raw(String text) {
		return new String(bytes(text), StandardCharsets.ISO_8859_1);
	}

	/**
	 * Encode a text as UTF-8, and decode it again.
	 * @param text the text
	 * @return the text with replacements for lone surrogates
	 */
	public static String decoded(String text) {
		return new String(bytes(text), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		text.codePoints().forEach((codePoint) -> {
			if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
				bytes.write(0xE0 | codePoint >> 12);
				bytes.write(0x80 | codePoint >> 6 & 0x3F);
				bytes.write(0x80 | codePoint & 0x3F);
			}
			else {
				bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
			}
		});
		return bytes.toByteArray();
	}

}
