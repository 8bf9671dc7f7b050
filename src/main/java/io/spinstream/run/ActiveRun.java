package io.spinstream.run;

import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * A run that is being computed, and what ends it if nobody reads it. Guarded by the
 * registry.
 */
final class ActiveRun {

	private final Run run;

	private Life life;

	private Disposable expiry = Disposables.disposed();

	ActiveRun(Run run, Life life) {
		this.run = run;
		this.life = life;
	}

	Run run() {
		return this.run;
	}

	/**
	 * Tell what becomes of the run now that nobody reads it.
	 * @return {@code WHILE_READ} too if its work has not started
	 */
	Life lifeUnread() {
		return this.run.computation().isStarted() ? this.life : Life.WHILE_READ;
	}

	/**
	 * Let the run end by itself.
	 */
	void detach() {
		this.life = Life.DETACHED;
		stay();
	}

	/**
	 * Replace what ends the run.
	 * @param later a scheduled task
	 */
	void expireBy(Disposable later) {
		stay();
		this.expiry = later;
	}

	/**
	 * Let nothing end the run for want of a reader.
	 */
	void stay() {
		this.expiry.dispose();
	}

}
