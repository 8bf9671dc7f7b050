package io.spinstream.web;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Refuses new streams, and begins the end of the open ones, before the web server stops.
 */
@Component
final class Shutdown implements SmartLifecycle {

	private final StreamPermits permits;

	private final Departure departure;

	private volatile boolean running;

	Shutdown(StreamPermits permits, Departure departure) {
		this.permits = permits;
		this.departure = departure;
	}

	@Override
	public void start() {
		this.departure.cancel();
		this.permits.open();
		this.running = true;
	}

	/** The web server waits for the open streams, so this does not. */
	@Override
	public void stop() {
		this.running = false;
		this.permits.close();
		this.departure.begin();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** The web server goes on, too. */
	@Override
	public boolean isPauseable() {
		return false;
	}

}
