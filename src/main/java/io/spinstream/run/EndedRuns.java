package io.spinstream.run;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;

/**
 * The outcomes of runs that have ended, by name. For use by any thread.
 */
final class EndedRuns {

	/**
	 * Counted for an entry beside its text. A heap histogram shows about 210 bytes with
	 * compact object headers; without these it is more.
	 */
	private static final int ENTRY_BYTES = 300;

	/** How often in its time expired outcomes are removed from memory. */
	private static final int SWEEPS = 10;

	private final Map<String, Entry> longestUnreadFirst = new LinkedHashMap<>(16, 0.75f, true);

	private final long keepMillis;

	private final long mostBytes;

	private final Scheduler timer;

	private long bytes;

	private boolean sweepIsScheduled;

	EndedRuns(Duration keep, long mostBytes, Scheduler timer) {
		this.keepMillis = keep.toMillis();
		this.mostBytes = mostBytes;
		this.timer = timer;
	}

	synchronized void keep(String name, Outcome outcome) {
		if (this.keepMillis == 0) {
			return;
		}
		Entry entry = new Entry(outcome, now() + this.keepMillis);
		this.longestUnreadFirst.put(name, entry);
		this.bytes += entry.bytes();
		makeRoom();
		scheduleSweep();
	}

	synchronized Optional<Outcome> find(String name) {
		return Optional.ofNullable(this.longestUnreadFirst.get(name))
			.filter((entry) -> !isExpired(entry))
			.map(Entry::outcome);
	}

	synchronized int size() {
		return this.longestUnreadFirst.size();
	}

	private void makeRoom() {
		while (this.bytes > this.mostBytes) {
			removeFirst();
		}
	}

	private void scheduleSweep() {
		if (!this.sweepIsScheduled && !this.longestUnreadFirst.isEmpty()) {
			this.sweepIsScheduled = true;
			this.timer.schedule(this::sweep, Math.max(1, this.keepMillis / SWEEPS), TimeUnit.MILLISECONDS);
		}
	}

	private synchronized void sweep() {
		this.longestUnreadFirst.values().removeIf(this::isExpired);
		this.bytes = this.longestUnreadFirst.values().stream().mapToLong(Entry::bytes).sum();
		this.sweepIsScheduled = false;
		scheduleSweep();
	}

	private void removeFirst() {
		Iterator<Entry> entries = this.longestUnreadFirst.values().iterator();
		this.bytes -= entries.next().bytes();
		entries.remove();
	}

	private boolean isExpired(Entry entry) {
		return now() >= entry.expiry();
	}

	private long now() {
		return this.timer.now(TimeUnit.MILLISECONDS);
	}

	private record Entry(Outcome outcome, long expiry) {

		long bytes() {
			return ENTRY_BYTES + this.outcome.size();
		}

	}

}
