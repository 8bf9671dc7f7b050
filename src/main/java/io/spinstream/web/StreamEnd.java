package io.spinstream.web;

import java.util.Locale;

/**
 * How a stream can end.
 */
enum StreamEnd {

	/** The answer was sent. */
	ANSWERED,

	/** The client prefers to ask for the answer later. */
	ACCEPTED,

	/** A failure was sent. */
	FAILED,

	/** It was broken off, since another replica goes on with the run. */
	MOVED,
	/** The reader left before the end, or the stream could not be written. */
	CANCELLED,

	/** There was no place for it. */
	REFUSED;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
