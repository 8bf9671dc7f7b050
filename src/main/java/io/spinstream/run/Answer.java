package io.spinstream.run;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a run computes: a text, or bytes of any type. Immutable; the bytes must not be
 * changed by anybody.
 */
public final class Answer {

	private static final String PLAIN_TEXT = "text/plain;charset=UTF-8";

	private final String contentType;

	private final byte[] bytes;

	private final @Nullable Charset charset;

	/**
	 * Create an answer that is plain text.
	 * @param text the answer, of any characters and lines
	 */
	public Answer(String text) {
		this(PLAIN_TEXT, text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	/**
	 * Create an answer of any type.
	 * @param contentType the media type (RFC 9110, section 8.3) that is told to clients;
	 * a malformed one is told as {@code application/octet-stream}
	 * @param bytes the answer
	 * @param charset the charset of the bytes if they are a text, or {@code null}
	 */
	public Answer(String contentType, byte[] bytes, @Nullable Charset charset) {
		this.contentType = contentType;
		this.bytes = bytes;
		this.charset = charset;
	}

	public String contentType() {
		return this.contentType;
	}

	/**
	 * Return the answer as its source gave it.
	 * @return the bytes, which are not copied
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Return the charset of the bytes.
	 * @return the charset; nothing if the answer is no text
	 */
	public Optional<Charset> charset() {
		return Optional.ofNullable(this.charset);
	}

	/**
	 * Return the answer as text.
	 * @return the text, with U+FFFD for bytes that are malformed in its charset; nothing
	 * if the answer is no text
	 */
	public Optional<String> text() {
		return charset().map((known) -> new String(this.bytes, known));
	}

	/**
	 * Return the answer as a text in any case.
	 * @return the text, or how many bytes of which type there are
	 */
	public String summary() {
		return text().orElseGet(() -> this.bytes.length + " bytes of " + mediaType());
	}

	/** The content type without its parameters. */
	private String mediaType() {
		return this.contentType.split(";", 2)[0].strip();
	}

}
