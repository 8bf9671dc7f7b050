package io.spinstream.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Checks the frames of one stream, byte for byte and in the order of their cycle, and the
 * answer after them. Skipped frames are counted, because a server may drop them.
 */
final class FrameCheck {

	private final Script script;

	private final Arrivals arrivals;

	private final StringBuilder answer = new StringBuilder();

	private int opened;

	private int frame;

	private int position;

	FrameCheck(Script script, Arrivals arrivals) {
		this.script = script;
		this.arrivals = arrivals;
	}

	/**
	 * Check the next byte.
	 * @param next the byte
	 * @return whether it completes a frame
	 * @throws IllegalStateException if no frame has this byte at this position
	 */
	boolean read(byte next) {
		if (this.opened < this.script.opening().length) {
			this.opened = (next == this.script.opening()[this.opened]) ? this.opened + 1 : 0;
			return false;
		}
		if (!isOfFrame(next)) {
			this.answer.append((char) next);
			return false;
		}
		if (++this.position < expected().length) {
			return false;
		}
		advance();
		this.position = 0;
		return true;
	}

	private boolean isOfFrame(byte next) {
		return this.answer.isEmpty() && this.script.frames().length > 0
				&& (next == expected()[this.position] || skip(next));
	}

	private byte[] expected() {
		return this.script.frames()[this.frame];
	}

	private boolean skip(byte next) {
		byte[] seen = Arrays.copyOf(expected(), this.position + 1);
		seen[this.position] = next;
		for (int skipped = 1; skipped < this.script.frames().length; skipped++) {
			advance();
			if (Arrays.equals(Arrays.copyOf(expected(), seen.length), seen)) {
				this.arrivals.lost(skipped);
				return true;
			}
		}
		if (this.position > 0 || this.script.isEndless()) {
			throw new IllegalStateException(
					"no frame begins with '" + printable(new String(seen, StandardCharsets.UTF_8)) + "'");
		}
		return false;
	}

	private static String printable(String seen) {
		return seen.replace("\n", "\\n").replace("\b", "\\b");
	}

	private void advance() {
		this.frame = (this.frame + 1) % this.script.frames().length;
	}

	/**
	 * Check that the stream may end here.
	 * @throws IllegalStateException if its answer is not as expected or not complete
	 */
	void end() {
		if (this.script.isEndless()) {
			throw new IllegalStateException("a stream ended early");
		}
		if (!this.script.answer().matcher(this.answer).matches()) {
			throw new IllegalStateException("ended with '" + printable(this.answer.toString()) + "'");
		}
	}

}
