package io.spinstream.web;

import java.util.concurrent.TimeUnit;

import io.spinstream.supervisor.Runs;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ends well: no new streams, a while for the open ones to get their answer, a reason for
 * the rest.
 */
@Component
final class Shutdown {

	private static final long GRACE_SECONDS = 4;

	private final Streams streams;

	private final Runs runs;

	Shutdown(Streams streams, Runs runs) {
		this.streams = streams;
		this.runs = runs;
	}

	@EventListener(ContextClosedEvent.class)
	void begin() {
		this.streams.close();
		Schedulers.parallel()
			.schedule(() -> this.runs.close("the server is shutting down"), GRACE_SECONDS, TimeUnit.SECONDS);
	}

}
