package io.spinstream.supervisor;

import java.time.Duration;
import java.util.List;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Style;

/**
 * Spinners for tests.
 */
final class Spinners {

	private Spinners() {
	}

	static Spinner every(Duration interval) {
		return new Spinner(new Style("line", interval, List.of("|", "/", "-", "\\")), "thinking!");
	}

}
