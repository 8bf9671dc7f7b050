package io.spinstream.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.springframework.http.MediaType;

/**
 * The formats of a stream, the preferred one first.
 */
enum Format {

	SSE(MediaType.TEXT_EVENT_STREAM), TEXT(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8)),
	JSON(MediaType.APPLICATION_JSON);

	private final MediaType mediaType;

	Format(MediaType mediaType) {
		this.mediaType = mediaType;
	}

	MediaType mediaType() {
		return this.mediaType;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
