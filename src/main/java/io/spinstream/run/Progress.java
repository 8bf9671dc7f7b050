package io.spinstream.run;

import java.util.function.Supplier;

/**
 * Where the work of a run is. The work tells it; all who read the run see the latest. For
 * use by any thread.
 */
public final class Progress {

	private static final Supplier<String> NONE = () -> "";

	private volatile Supplier<String> latest = NONE;

	/**
	 * Replace the progress.
	 * @param text any text. A reader is shown the beginning of it, made harmless, and not
	 * more often than there are frames
	 */
	public void tell(String text) {
		tell(() -> text);
	}

	/**
	 * Replace the progress by one that changes by itself.
	 * @param text asked each time it is shown, by any thread; must not block. An empty
	 * text for no progress
	 */
	public void tell(Supplier<String> text) {
		this.latest = text;
	}

	/**
	 * Return the progress of now.
	 * @return the latest text, or an empty one if there is none
	 */
	public String latest() {
		return this.latest.get();
	}

}
