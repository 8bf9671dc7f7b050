package io.spinstream.benchmark;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the response of a stream: a head, then chunks (RFC 9112, section 7.1) or a body
 * of known length.
 */
final class Response {

	private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

	private final StringBuilder head = new StringBuilder();

	private final FrameCheck frames;

	private Part part = Part.HEAD;

	private int size;

	Response(FrameCheck frames) {
		this.frames = frames;
	}

	/**
	 * Parse the next bytes.
	 * @param bytes the bytes, which may end anywhere
	 * @return the number of frames that these bytes complete
	 * @throws IllegalStateException if they are not as expected
	 */
	int read(ByteBuffer bytes) {
		int complete = 0;
		while (bytes.hasRemaining()) {
			complete += read(bytes.get()) ? 1 : 0;
		}
		return complete;
	}

	private boolean read(byte next) {
		switch (this.part) {
			case HEAD -> readHead(next);
			case SIZE -> readSize(next);
			case DATA, BODY -> {
				return readContent(next);
			}
			case END -> this.part = (next == '\n') ? Part.SIZE : Part.END;
			case LAST -> readLast(next);
			case NOTHING -> throw new IllegalStateException("something follows the end");
		}
		return false;
	}

	private void readHead(byte next) {
		this.head.append((char) next);
		if (next == '\n' && this.head.indexOf("\r\n\r\n") > 0) {
			if (!this.head.toString().startsWith("HTTP/1.1 200 ")) {
				throw new IllegalStateException("was answered " + this.head.substring(0, this.head.indexOf("\r\n")));
			}
			beginBody(LENGTH.matcher(this.head));
			this.head.setLength(0);
			this.head.trimToSize();
		}
	}

	private void beginBody(Matcher length) {
		if (length.find()) {
			this.size = Integer.parseInt(length.group(1));
			this.part = Part.BODY;
		}
		else {
			this.part = Part.SIZE;
		}
	}

	private void readSize(byte next) {
		if (next == '\n') {
			this.part = (this.size == 0) ? Part.LAST : Part.DATA;
		}
		else if (next != '\r') {
			this.size = 16 * this.size + Character.digit(next, 16);
		}
	}

	private boolean readContent(byte next) {
		boolean completes = this.frames.read(next);
		if (--this.size == 0) {
			if (this.part == Part.BODY) {
				end();
			}
			else {
				this.part = Part.END;
			}
		}
		return completes;
	}

	private void readLast(byte next) {
		if (next == '\n') {
			end();
		}
	}

	private void end() {
		this.frames.end();
		this.part = Part.NOTHING;
	}

	/**
	 * Tell whether the response is complete, to the last byte.
	 * @return whether it has ended as expected
	 */
	boolean hasEnded() {
		return this.part == Part.NOTHING;
	}

	/** The part of the response that the next byte belongs to. */
	private enum Part {

		HEAD, SIZE, DATA, END, LAST, BODY, NOTHING

	}

}
