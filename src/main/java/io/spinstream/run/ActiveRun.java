package io.spinstream.run;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

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
	private final SequencedMap<Run, Long> expected = new LinkedHashMap<>();

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
	 * @param now the time in nanoseconds
	 * @param until when the wait ends, not before that of others
	 */
	void expect(Run reader, long now, long until) {
		while (!this.expected.isEmpty() && this.expected.firstEntry().getValue() - now <= 0) {
			this.expected.pollFirstEntry();
		}
		this.expected.putLast(reader, until);
	}

	/**
	 * Tell how long readers are still waited for.
	 * @param now the time in nanoseconds
	 * @return the longest wait in nanoseconds; 0 or less if nobody is waited for
	 */
	long longestWait(long now) {
		return this.expected.isEmpty() ? 0 : this.expected.lastEntry().getValue() - now;
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
	 * @return the number of extensions
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
