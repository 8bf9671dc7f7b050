package io.spinstream.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

import io.spinstream.render.SseRenderer;
import io.spinstream.render.TerminalRenderer;
import io.spinstream.render.UpdateRenderer;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * The formats of a response, the preferred one first.
 */
enum Format {

	SSE(MediaType.TEXT_EVENT_STREAM, new SseRenderer()),
	TEXT(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8), new TerminalRenderer()),

	/** The answer alone, without a spinner. */
	JSON(MediaType.APPLICATION_JSON, null);

	private final MediaType mediaType;

	private final @Nullable UpdateRenderer renderer;

	Format(MediaType mediaType, @Nullable UpdateRenderer renderer) {
		this.mediaType = mediaType;
		this.renderer = renderer;
	}

	MediaType mediaType() {
		return this.mediaType;
	}

	boolean hasSpinner() {
		return this.renderer != null;
	}

	UpdateRenderer renderer() {
		return Objects.requireNonNull(this.renderer, "this format has no spinner");
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
