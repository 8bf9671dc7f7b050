package io.spinstream.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request, and the response that must come.
 *
 * @param path the request target
 * @param opening the bytes that end whatever comes before the first frame
 * @param frames a cycle of frames, byte for byte; none if only the answer comes
 * @param answer all that comes after the last frame; empty for a stream that never ends
 */
record Script(String path, byte[] opening, byte[][] frames, Pattern answer) {

	static Script of(String path, String opening, String frame, String end) {
		return new Script(path, bytes(opening),
				Stream.of("|", "/", "-", "\\").map((look) -> bytes(frame + look + end)).toArray(byte[][]::new),
				Pattern.compile(""));
	}

	static Script ofAnswer(String path, String answer) {
		return new Script(path, bytes(""), new byte[0][], Pattern.compile(answer));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the script of a whole run.
	 * @param end a regular expression for all that comes after the last frame
	 * @return the same request and frames, then the end
	 */
	Script endingWith(String end) {
		return new Script(this.path, this.opening, this.frames, Pattern.compile(end));
	}

	boolean isEndless() {
		return this.answer.pattern().isEmpty();
	}

}
