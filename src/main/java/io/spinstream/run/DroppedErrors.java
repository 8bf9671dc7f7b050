package io.spinstream.run;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What happens to errors that Reactor cannot deliver, since the subscriber has cancelled
 * or has got one already. By itself, Reactor logs them.
 */
public final class DroppedErrors {

	/**
	 * Do not log that a scheduler rejects a task. It does so if a stream is cancelled on
	 * one thread while another one hands an item over by {@code publishOn}.
	 */
	public static final ContextView REJECTIONS_IGNORED = handledBy((error) -> {
		if (!(error instanceof RejectedExecutionException)) {
			Operators.onErrorDropped(error, Context.empty());
		}
	});

	/** Do not log any error. */
	public static final ContextView IGNORED = handledBy((error) -> {
	});

	private DroppedErrors() {
	}

	private static ContextView handledBy(Consumer<Throwable> handler) {
		return Context.of("reactor.onErrorDropped.local", handler);
	}

}
