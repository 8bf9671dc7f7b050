package io.spinstream.answer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spinstream.run.Answer;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The media type of a response, and whether its body is a text. The header may be missing
 * or malformed.
 *
 * @param mediaType the type, or nothing if there is none
 */
record UpstreamType(@Nullable MediaType mediaType) {

	private static final Pattern WITHOUT_PARAMETERS = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+");

	/** Types of texts besides {@code text/*}. */
	private static final Set<String> TEXTS = Set.of("json", "xml", "javascript", "ecmascript", "yaml", "x-ndjson",
			"x-www-form-urlencoded");

	private static final Set<String> TEXT_SUFFIXES = Set.of("json", "xml", "yaml");

	static UpstreamType of(HttpHeaders response) {
		String header = response.getFirst(HttpHeaders.CONTENT_TYPE);
		return new UpstreamType((header != null) ? parsed(header) : null);
	}

	private static MediaType parsed(String header) {
		try {
			return MediaType.parseMediaType(header);
		}
		catch (InvalidMediaTypeException malformed) {
			Matcher type = WITHOUT_PARAMETERS.matcher(header);
			return type.lookingAt() ? MediaType.parseMediaType(type.group()) : MediaType.APPLICATION_OCTET_STREAM;
		}
	}

	boolean isEventStream() {
		return this.mediaType != null && this.mediaType.equalsTypeAndSubtype(MediaType.TEXT_EVENT_STREAM);
	}

	/**
	 * Make an answer of a body.
	 * @param body the bytes of the body
	 * @return the answer; one without a type is plain text if it can be one
	 */
	Answer answer(byte[] body) {
		if (this.mediaType != null) {
			return new Answer(this.mediaType.toString(), body, charset(this.mediaType));
		}
		return isText(body) ? new Answer("text/plain;charset=UTF-8", body, StandardCharsets.UTF_8)
				: new Answer(MediaType.APPLICATION_OCTET_STREAM_VALUE, body, null);
	}

	private static @Nullable Charset charset(MediaType type) {
		Charset declared = type.getCharset();
		return isText(type) ? Objects.requireNonNullElse(declared, StandardCharsets.UTF_8) : null;
	}

	private static boolean isText(MediaType type) {
		String suffix = type.getSubtypeSuffix();
		return type.getType().equals("text") || TEXTS.contains(type.getSubtype())
				|| (suffix != null && TEXT_SUFFIXES.contains(suffix));
	}

	private static boolean isText(byte[] body) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).chars().noneMatch((c) -> c == 0);
		}
		catch (CharacterCodingException malformed) {
			return false;
		}
	}

}
