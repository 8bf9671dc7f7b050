package io.spinstream.web;

import java.time.Duration;

import io.spinstream.run.Runs;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Ends streams before the web server stops: new ones are refused at once, and open ones
 * that have no answer after a grace get a reason.
 */
@Component
final class Shutdown implements SmartLifecycle {

	private static final Duration GRACE = Duration.ofSeconds(4);

	private final StreamPermits permits;

	private final Runs runs;

	private Disposable end = Disposables.disposed();

	private volatile boolean running;

	Shutdown(StreamPermits permits, Runs runs) {
		this.permits = permits;
		this.runs = runs;
	}

	@Override
	public void start() {
		this.end.dispose();
		this.permits.open();
		this.running = true;
	}

	/** The web server waits for the open streams, so this does not. */
	@Override
	public void stop() {
		this.running = false;
		this.permits.close();
		this.end = Mono.delay(GRACE).then(this.runs.shutDown("the server is shutting down")).subscribe();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
