package io.spinstream.benchmark;

import java.nio.ByteBuffer;

/**
 * Parses the response of a stream: a head, then chunks (RFC 9112, section 7.1) without an
 * end.
 */
final class Response {

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
			case DATA -> {
				this.part = (--this.size == 0) ? Part.END : Part.DATA;
				return this.frames.read(next);
			}
			case END -> this.part = (next == '\n') ? Part.SIZE : Part.END;
		}
		return false;
	}

	private void readHead(byte next) {
		this.head.append((char) next);
		if (next == '\n' && this.head.indexOf("\r\n\r\n") > 0) {
			if (!this.head.toString().startsWith("HTTP/1.1 200 ")) {
				throw new IllegalStateException("was answered " + this.head.substring(0, this.head.indexOf("\r\n")));
			}
			this.head.setLength(0);
			this.head.trimToSize();
			this.part = Part.SIZE;
		}
	}

	private void readSize(byte next) {
		if (next == '\n') {
			if (this.size == 0) {
				throw new IllegalStateException("a stream ended early");
			}
			this.part = Part.DATA;
		}
		else if (next != '\r') {
			this.size = 16 * this.size + Character.digit(next, 16);
		}
	}

	/** The part of the response that the next byte belongs to. */
	private enum Part {

		HEAD, SIZE, DATA, END

	}

}
