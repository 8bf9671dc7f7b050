package io.spinstream.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * A request, and the frames that must come.
 *
 * @param path the request target
 * @param opening the bytes that end whatever comes before the first frame
 * @param frames a cycle of frames, byte for byte
 */
record Script(String path, byte[] opening, byte[][] frames) {

	static Script of(String path, String opening, String frame, String end) {
		return new Script(path, bytes(opening),
				Stream.of("|", "/", "-", "\\").map((look) -> bytes(frame + look + end)).toArray(byte[][]::new));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
