package io.spinstream.web;

import java.time.Duration;

import io.spinstream.run.Runs;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Ends the runs when the application stops. Spring stops this bean after the web server
 * has waited for its streams, and before the web server is closed. The bean then waits
 * for runs that have no stream here, if other replicas may ask for them. After a grace, a
 * run without an answer ends with a reason.
 */
@Component
final class Departure implements SmartLifecycle {

	private static final Duration GRACE = Duration.ofSeconds(4);

	private final Runs runs;

	private Sinks.Empty<Void> ended = Sinks.empty();

	private Disposable timer = Disposables.disposed();

	private volatile boolean running;

	Departure(Runs runs) {
		this.runs = runs;
	}

	/**
	 * Begin the grace.
	 */
	void begin() {
		this.ended = Sinks.empty();
		this.timer = Mono.delay(GRACE).then(endRuns()).doFinally((end) -> this.ended.tryEmitEmpty()).subscribe();
	}

	/**
	 * Go on as before.
	 */
	void cancel() {
		this.timer.dispose();
	}

	private Mono<Void> endRuns() {
		return this.runs.shutDown("the server is shutting down");
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop(Runnable done) {
		this.running = false;
		Mono.firstWithSignal(this.ended.asMono(), this.runs.settle().then(endRuns()))
			.doFinally((end) -> cancel())
			.subscribe(null, (failure) -> done.run(), done);
	}

	@Override
	public void stop() {
		throw new UnsupportedOperationException("a departure takes time");
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** An application that is paused goes on as the same replica. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 1;
	}

}
