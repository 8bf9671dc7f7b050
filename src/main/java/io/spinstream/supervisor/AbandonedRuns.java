package io.spinstream.supervisor;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import reactor.core.scheduler.Scheduler;

/**
 * The runs without a reader. Each goes when its time is over; where there is no room for
 * all, the one that has been alone the longest goes first. Guarded by the runs.
 */
final class AbandonedRuns {

	private final Set<Run> longestFirst = new LinkedHashSet<>();

	private final Consumer<Run> expiry;

	private final long mostBytes;

	private final Scheduler clock;

	private long bytes;

	/**
	 * Create a place for abandoned runs.
	 * @param expiry what lets a run go, which is to remove it here
	 * @param mostBytes memory that all of them may keep
	 * @param clock where their time is measured
	 */
	AbandonedRuns(Consumer<Run> expiry, long mostBytes, Scheduler clock) {
		this.expiry = expiry;
		this.mostBytes = mostBytes;
		this.clock = clock;
	}

	void add(Run run, Duration window) {
		remove(run);
		this.longestFirst.add(run);
		this.bytes += run.bytes;
		run.expiry = this.clock.schedule(() -> this.expiry.accept(run), window.toNanos(), TimeUnit.NANOSECONDS);
		makeRoom();
	}

	boolean contains(Run run) {
		return this.longestFirst.contains(run);
	}

	boolean remove(Run run) {
		boolean wasHere = this.longestFirst.remove(run);
		if (wasHere) {
			this.bytes -= run.bytes;
			run.expiry.dispose();
		}
		return wasHere;
	}

	void grow(Run run, int more) {
		run.bytes += more;
		if (contains(run)) {
			this.bytes += more;
			makeRoom();
		}
	}

	private void makeRoom() {
		while (this.bytes > this.mostBytes) {
			this.expiry.accept(this.longestFirst.iterator().next());
		}
	}

}
