package io.spinstream.spinner;

/**
 * All that a stream can say: {@link Started} once, then any number of {@link Frame} and
 * {@link Progress}, then {@link Answer} or {@link Failure} once, and nothing after it.
 */
public sealed interface Update {

	/**
	 * The beginning.
	 *
	 * @param spinner the spinner object: the thread, virtual thread or subscription that
	 * spins
	 */
	record Started(String spinner) implements Update {
	}

	/**
	 * A frame of the animation.
	 *
	 * @param index position in the style's cycle, from 0
	 * @param text the frame of the style beside the message, as wide as every other frame
	 */
	record Frame(int index, String text) implements Update {
	}

	/**
	 * The work has told where it is. From now on the frames show that instead of the
	 * message.
	 *
	 * @param text what the work has told, shortened and harmless; empty if the frames
	 * show the message again
	 */
	record Progress(String text) implements Update {
	}

	/**
	 * The end, with the answer.
	 *
	 * @param text the answer, of any characters and lines
	 */
	record Answer(String text) implements Update {
	}

	/**
	 * The end, without an answer.
	 *
	 * @param reason why, in words for the one who waited
	 */
	record Failure(String reason) implements Update {
	}

}
