package io.spinstream.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where the work of a run is. The work tells it; all who read the run see the latest. For
 * use by any thread.
 */
public final class Progress {

	private static final Logger logger = System.getLogger(Progress.class.getName());

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
	 * @return the latest text, or an empty one if there is none. A text that cannot be
	 * had is logged once, and not asked for again
	 */
	public String latest() {
		try {
			return Objects.requireNonNullElse(this.latest.get(), "");
		}
		catch (RuntimeException broken) {
			this.latest = NONE;
			logger.log(Level.WARNING, "The progress of a run cannot be told", broken);
			return "";
		}
	}

}
