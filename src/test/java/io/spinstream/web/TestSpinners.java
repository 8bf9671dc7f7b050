package io.spinstream.web;

import java.time.Duration;
import java.util.List;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Style;

/**
 * Spinners for tests.
 */
final class TestSpinners {

	static final Spinner LINE = spinner("thinking!", "|", "/", "-", "\\");

	static final Spinner WIDE = spinner("思考中", "🌑", "🌒");

	private TestSpinners() {
	}

	private static Spinner spinner(String message, String... frames) {
		return new Spinner(new Style("test", Duration.ofMillis(100), List.of(frames)), message);
	}

}
