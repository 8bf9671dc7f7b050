package io.spinstream.run;

import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * A run that is being computed, and what ends it if nobody reads it. Guarded by the
 * registry.
 */
final class ActiveRun {

	private final Run run;

	private Disposable expiry = Disposables.disposed();

	ActiveRun(Run run) {
		this.run = run;
	}

	Run run() {
		return this.run;
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
