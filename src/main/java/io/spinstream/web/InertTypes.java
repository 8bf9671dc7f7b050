package io.spinstream.web;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.http.MediaType;

/**
 * The media types that a browser shows and does not execute. All others are to be
 * downloaded, so that an upstream cannot act as this site.
 */
final class InertTypes {

	private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");

	private static final List<MediaType> TYPES = Stream
		.of("text/plain", "text/csv", "application/json", "application/pdf", "image/*", "audio/*", "video/*")
		.map(MediaType::parseMediaType)
		.toList();

	private InertTypes() {
	}

	/**
	 * Tell whether a type is one of them.
	 * @param contentType a media type
	 * @return {@code false} for HTML, SVG, XML, scripts, and for types that are unknown
	 */
	static boolean include(String contentType) {
		MediaType type = MediaType.parseMediaType(contentType);
		return TYPES.stream().anyMatch((inert) -> inert.includes(type)) && !SVG.equalsTypeAndSubtype(type);
	}

}
