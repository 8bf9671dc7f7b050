package io.spinstream.run;

import java.util.HashMap;
import java.util.Map;

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

	/** When the wait ends for those who have found the run and not joined it. */
	private final Map<Run, Long> expected = new HashMap<>();

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
	 * Wait for a reader who has found the run, and may join it.
	 * @param reader the reader
	 * @param now the time in milliseconds
	 * @param until when the wait ends
	 */
	void expect(Run reader, long now, long until) {
		this.expected.values().removeIf((end) -> end <= now);
		this.expected.put(reader, until);
	}

	/**
	 * Tell how long readers are still waited for.
	 * @param now the time in milliseconds
	 * @return the longest wait in milliseconds; 0 or less if nobody is waited for
	 */
	long longestWait(long now) {
		return this.expected.values().stream().mapToLong((end) -> end - now).max().orElse(0);
	}

	/**
	 * Learn that a reader has joined, and cancel what would end the run.
	 * @param reader the reader, who may have been waited for
	 */
	void joined(Run reader) {
		this.expected.remove(reader);
		stay();
	}

	/**
	 * Cancel the end of the run, even one that is under way.
	 * @return the number of this extension
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
	 * Return how often the run has got more time.
	 * @return the number of the last extension
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
