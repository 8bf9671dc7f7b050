package io.spinstream.spinner;

import java.time.Duration;
import java.util.List;

/**
 * The look and the pace of a spinner.
 *
 * @param name what users ask for: lower-case letters, digits and hyphens
 * @param interval time between two frames: 20 ms to 10 s, so that no intermediary takes
 * the stream for idle
 * @param frames what is shown in turn, padded with blanks to one width in terminal
 * columns
 */
public record Style(String name, Duration interval, List<String> frames) {

	private static final Duration SHORTEST = Duration.ofMillis(20);

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private static final int MOST_FRAMES = 200;

	private static final int WIDEST = 40;

	/**
	 * Check a style and pad its frames.
	 * @throws IllegalArgumentException naming the key, the value and the rule
	 */
	public Style {
		check(name.matches("[a-z0-9-]{1,32}"), name, "name", name, "1 to 32 of a-z, 0-9 and -");
		check(interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0, name, "interval", interval,
				"20ms to 10s");
		check(!frames.isEmpty() && frames.size() <= MOST_FRAMES, name, "frames", frames, "1 to 200 frames");
		for (String frame : frames) {
			check(isShowable(frame), name, "frames", frame, "frames of 1 to 40 columns, all printable");
		}
		frames = padded(frames);
	}

	private static void check(boolean valid, String name, String key, Object value, String rule) {
		if (!valid) {
			throw new IllegalArgumentException(
					"spinstream.styles.%s.%s is '%s': must be %s".formatted(name, key, value, rule));
		}
	}

	private static boolean isShowable(String frame) {
		return TerminalText.isPrintable(frame) && TerminalText.columns(frame) >= 1
				&& TerminalText.columns(frame) <= WIDEST;
	}

	private static List<String> padded(List<String> frames) {
		int width = frames.stream().mapToInt(TerminalText::columns).max().orElseThrow();
		return frames.stream().map((frame) -> frame + " ".repeat(width - TerminalText.columns(frame))).toList();
	}

}
