package io.spinstream.spinner;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A style beside a message. Immutable: one spinner serves any number of streams.
 */
public final class Spinner {

	private final Style style;

	private final String message;

	private final int columns;

	private final List<Update.Frame> frames;

	/**
	 * Put a style beside a message.
	 * @param style the style
	 * @param message 1 to 80 terminal columns, without control, bidirectional or
	 * line-separating characters
	 * @throws IllegalArgumentException if the message is anything else
	 */
	public Spinner(Style style, String message) {
		if (!TerminalText.isLine(message)) {
			throw new IllegalArgumentException(
					"must be 1 to 80 columns, without control, bidirectional or line-separating characters");
		}
		this.style = style;
		this.message = message;
		this.columns = TerminalText.columns(style.frames().getFirst() + " " + message);
		this.frames = IntStream.range(0, style.frames().size())
			.mapToObj((index) -> new Update.Frame(index, style.frames().get(index) + " " + message))
			.toList();
	}

	/**
	 * Put the style of this spinner beside another text.
	 * @param text any text
	 * @return a spinner that shows the beginning of the text, made harmless; this one if
	 * nothing of the text could be seen
	 */
	public Spinner showing(String text) {
		String line = TerminalText.line(text);
		return TerminalText.isLine(line) ? new Spinner(this.style, line) : this;
	}

	/**
	 * Return the text beside the style.
	 * @return the message
	 */
	public String message() {
		return this.message;
	}

	/**
	 * Return the frame of a tick: a pure function, without a clock.
	 * @param tick ticks since the spinner began, from 0
	 * @return the frame, shared by all who ask
	 */
	public Update.Frame frame(long tick) {
		return this.frames.get((int) (tick % this.frames.size()));
	}

	/**
	 * Return a cycle of frames.
	 * @return the frames in the order of their index
	 */
	public List<Update.Frame> frames() {
		return this.frames;
	}

	/**
	 * Return the width that all frames have.
	 * @return terminal columns
	 */
	public int columns() {
		return this.columns;
	}

	public Style style() {
		return this.style;
	}

}
