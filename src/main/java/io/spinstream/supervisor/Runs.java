package io.spinstream.supervisor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import reactor.core.scheduler.Scheduler;

/**
 * The runs that are being computed or read, and those kept for readers who lost their
 * connection. For use by any thread.
 */
public final class Runs {

	/** How long a reader who is announced may take to arrive. */
	private static final Duration ARRIVAL = Duration.ofSeconds(10);

	private final Map<String, Run> runs = new HashMap<>();

	private final AbandonedRuns abandoned;

	private final SlowAnswer slowAnswer;

	private final Duration resumeWindow;

	/**
	 * Create a place for runs.
	 * @param slowAnswer what each run computes, once
	 * @param resumeWindow how long a run is kept without a reader
	 * @param mostBytes memory that runs without a reader may keep, about 1 KiB and their
	 * answer each: where it does not suffice, the one that has been alone the longest
	 * goes
	 * @param clock where the resume window is measured
	 */
	public Runs(SlowAnswer slowAnswer, Duration resumeWindow, long mostBytes, Scheduler clock) {
		this.slowAnswer = slowAnswer;
		this.resumeWindow = resumeWindow;
		this.abandoned = new AbandonedRuns(this::expire, mostBytes, clock);
	}

	/**
	 * Prepare a run that outlives its last reader by the resume window.
	 * @return a run that begins with its first reader, and can be found from now on
	 */
	public synchronized Run resumable() {
		Run run = new Run(this, this.slowAnswer, true);
		this.runs.put(run.id(), run);
		expect(run);
		return run;
	}

	/**
	 * Prepare a run that ends when its reader leaves.
	 * @return a run that begins with its reader
	 */
	public Run unresumable() {
		return new Run(this, this.slowAnswer, false);
	}

	/**
	 * Find a resumable run.
	 * @param id the name of the run
	 * @return the run, which stays for its reader to arrive, or nothing
	 */
	public synchronized Optional<Run> find(String id) {
		Optional<Run> found = Optional.ofNullable(this.runs.get(id));
		found.filter(this.abandoned::contains).ifPresent(this::expect);
		return found;
	}

	/**
	 * Count the runs.
	 * @return runs that are being computed, read or kept
	 */
	public synchronized int size() {
		return this.runs.size();
	}

	/**
	 * End all runs: those without an answer fail.
	 * @param reason what their readers are told
	 */
	public void close(String reason) {
		snapshot().forEach((run) -> run.fail(reason));
	}

	private synchronized List<Run> snapshot() {
		return List.copyOf(this.runs.values());
	}

	synchronized void join(Run run) {
		run.readers++;
		this.abandoned.remove(run);
		this.runs.put(run.id(), run);
	}

	synchronized void leave(Run run) {
		if (--run.readers > 0) {
			return;
		}
		if (run.isResumable()) {
			this.abandoned.add(run, this.resumeWindow);
		}
		else {
			end(run);
		}
	}

	synchronized void grow(Run run, int bytes) {
		this.abandoned.grow(run, bytes);
	}

	private void expect(Run run) {
		this.abandoned.add(run, (this.resumeWindow.compareTo(ARRIVAL) > 0) ? this.resumeWindow : ARRIVAL);
	}

	private synchronized void expire(Run run) {
		if (this.abandoned.remove(run)) {
			end(run);
		}
	}

	private void end(Run run) {
		this.runs.remove(run.id());
		run.cancel();
	}

}
