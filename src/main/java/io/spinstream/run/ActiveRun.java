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

	private int extensions;

	/** Readers who have found the run, some of which never join it. */
	private int expected;

	private long expectedUntil;

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
	 * Learn that a reader has found the run, but has not joined it.
	 * @param now the time in milliseconds
	 * @param until when it and those who came before are not waited for any more
	 */
	void expectReader(long now, long until) {
		this.expected = isExpectingReaders(now) ? this.expected + 1 : 1;
		this.expectedUntil = until;
	}

	/**
	 * Tell whether readers who have found the run are waited for.
	 * @param now the time in milliseconds
	 * @return {@code false} if all have joined, or have not come in time
	 */
	boolean isExpectingReaders(long now) {
		return this.expected > 0 && now < this.expectedUntil;
	}

	/**
	 * Learn that a reader has joined who was expected.
	 */
	void readerCame() {
		this.expected--;
	}

	/**
	 * Cancel what would end the run, even if that has begun.
	 * @return the number of the time that the run gets now
	 */
	int extend() {
		stay();
		return ++this.extensions;
	}

	/**
	 * Replace what ends the run.
	 * @param later a scheduled task
	 */
	void expireBy(Disposable later) {
		this.expiry = later;
	}

	/**
	 * Return a number that tells whether the run has got more time.
	 * @return another one after each extension
	 */
	int extensions() {
		return this.extensions;
	}

	/**
	 * Cancel what would end the run for lack of a reader.
	 */
	void stay() {
		this.expiry.dispose();
	}

}
