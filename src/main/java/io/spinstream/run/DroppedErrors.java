package io.spinstream.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The errors that Reactor cannot deliver, since the subscriber has cancelled or has got
 * one already. By itself, Reactor logs each of them as an ERROR.
 */
public final class DroppedErrors {

	private static final Logger logger = System.getLogger(DroppedErrors.class.getName());

	/**
	 * The context of a subscriber that needs none of them. They are logged at the level
	 * DEBUG.
	 */
	public static final ContextView UNWANTED = Context.of("reactor.onErrorDropped.local",
			(Consumer<Throwable>) DroppedErrors::log);

	private DroppedErrors() {
	}

	private static void log(Throwable error) {
		logger.log(Level.DEBUG, "Nobody waits for this error any more", error);
	}

}
