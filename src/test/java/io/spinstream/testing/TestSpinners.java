package io.spinstream.testing;

import java.time.Duration;
import java.util.List;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Style;

/**
 * Spinners for tests.
 */
public final class TestSpinners {

	public static final Spinner LINE = spinner("thinking!", "|", "/", "-", "\\");

	public static final Spinner WIDE = spinner("思考中", "🌑", "🌒");

	private TestSpinners() {
	}

	public static Spinner every(Duration interval) {
		return new Spinner(new Style("line", interval, List.of("|", "/", "-", "\\")), "thinking!");
	}

	private static Spinner spinner(String message, String... frames) {
		return new Spinner(new Style("test", Duration.ofMillis(100), List.of(frames)), message);
	}

}
