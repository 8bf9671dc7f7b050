package io.spinstream.run;

import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * A run that is being computed, and what ends it if nobody reads it. Guarded by the
 * registry.
 */
final class ActiveRun {

	private final String name;

	private final Computation computation;

	private Disposable expiry = Disposables.disposed();

	private int arrivals;

	ActiveRun(Run run) {
		this.name = run.name();
		this.computation = run.computation();
	}

	String name() {
		return this.name;
	}

	Computation computation() {
		return this.computation;
	}

	/**
	 * Tell what becomes of the run now that nobody reads it.
	 * @return {@code WHILE_READ} too if its work has not started
	 */
	Life lifeUnread() {
		return this.computation.isStarted() ? this.computation.source().life() : Life.WHILE_READ;
	}

	/**
	 * Replace what ends the run.
	 * @param later a scheduled task
	 */
	void expireBy(Disposable later) {
		stay();
		this.expiry = later;
		this.arrivals++;
	}

	/**
	 * Return a number that tells whether a reader has come.
	 * @return another one each time when the run gets time for that
	 */
	int arrivals() {
		return this.arrivals;
	}

	/**
	 * Cancel what would end the run for lack of a reader.
	 */
	void stay() {
		this.expiry.dispose();
	}

}
