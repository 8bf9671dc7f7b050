package io.spinstream.fleet;

import java.util.Comparator;

import reactor.core.Disposable;

/**
 * A task that is due at a moment of virtual time, or at several.
 */
final class VirtualTask implements Disposable, Comparable<VirtualTask> {

	private static final Comparator<VirtualTask> ORDER = Comparator.comparingLong(VirtualTask::time)
		.thenComparingInt((task) -> task.place)
		.thenComparingLong((task) -> task.sequence);

	private final VirtualScheduler scheduler;

	private final Disposable worker;

	private final Runnable task;

	private final long period;

	private long due;

	private long time;

	private int place;

	private long sequence;

	private boolean isDisposed;

	/**
	 * Describe a task.
	 * @param scheduler runs it, unless it is disposed
	 * @param worker must not be disposed, too
	 * @param task what to run
	 * @param period nanoseconds, or 0 for a task that runs once
	 */
	VirtualTask(VirtualScheduler scheduler, Disposable worker, Runnable task, long period) {
		this.scheduler = scheduler;
		this.worker = worker;
		this.task = task;
		this.period = period;
	}

	VirtualTask at(long moment) {
		this.due = moment;
		return queue();
	}

	/**
	 * Wait for the time at which it is due, or run now if that is over.
	 */
	VirtualTask queue() {
		VirtualTime clock = process().clock();
		this.time = Math.max(this.due, clock.nanos());
		this.place = clock.place(this.scheduler.number(), this.time);
		this.sequence = clock.nextTask();
		clock.add(this);
		return this;
	}

	long time() {
		return this.time;
	}

	boolean isPeriodic() {
		return this.period > 0;
	}

	VirtualScheduler scheduler() {
		return this.scheduler;
	}

	VirtualProcess process() {
		return this.scheduler.process();
	}

	/**
	 * Run, if nothing is against it.
	 * @return {@code false} if it has not run
	 */
	boolean run() {
		if (isDisposed() || !process().admits(this)) {
			return false;
		}
		if (isPeriodic()) {
			at(this.due + this.period);
		}
		this.task.run();
		return true;
	}

	@Override
	public void dispose() {
		this.isDisposed = true;
	}

	@Override
	public boolean isDisposed() {
		return this.isDisposed || this.worker.isDisposed() || this.scheduler.isDisposed();
	}

	@Override
	public int compareTo(VirtualTask other) {
		return ORDER.compare(this, other);
	}

}
