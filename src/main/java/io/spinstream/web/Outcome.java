package io.spinstream.web;

import java.util.Locale;

/**
 * How a stream can end.
 */
enum Outcome {

	ANSWERED, FAILED, CANCELLED, REFUSED;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
