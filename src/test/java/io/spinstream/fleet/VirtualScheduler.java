package io.spinstream.fleet;

import java.util.concurrent.TimeUnit;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/**
 * A scheduler of a process in virtual time. Like a single thread, it runs one task after
 * the other.
 */
final class VirtualScheduler implements Scheduler {

	private static final Disposable NONE = Disposables.single();

	private final VirtualProcess process;

	private final int number;

	private boolean isDisposed;

	VirtualScheduler(VirtualProcess process) {
		this.process = process;
		this.number = process.clock().nextScheduler();
	}

	VirtualProcess process() {
		return this.process;
	}

	int number() {
		return this.number;
	}

	@Override
	public Disposable schedule(Runnable task) {
		return schedule(task, 0, TimeUnit.NANOSECONDS);
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		return schedule(NONE, task, unit.toNanos(delay), 0);
	}

	@Override
	public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
		return schedule(NONE, task, unit.toNanos(delay), unit.toNanos(period));
	}

	private Disposable schedule(Disposable worker, Runnable task, long delay, long period) {
		if (this.isDisposed || worker.isDisposed()) {
			throw Exceptions.failWithRejected();
		}
		return new VirtualTask(this, worker, task, period).at(this.process.clock().nanos() + Math.max(0, delay));
	}

	/**
	 * As Reactor does, units below a millisecond are told by a clock that nobody sets.
	 */
	@Override
	public long now(TimeUnit unit) {
		return (unit.compareTo(TimeUnit.MILLISECONDS) < 0)
				? unit.convert(this.process.clock().nanos(), TimeUnit.NANOSECONDS)
				: unit.convert(this.process.shownNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public Worker createWorker() {
		return new VirtualWorker();
	}

	@Override
	public void dispose() {
		this.isDisposed = true;
	}

	@Override
	public boolean isDisposed() {
		return this.isDisposed;
	}

	private final class VirtualWorker implements Worker {

		private boolean isDisposed;

		@Override
		public Disposable schedule(Runnable task) {
			return schedule(task, 0, TimeUnit.NANOSECONDS);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return VirtualScheduler.this.schedule(this, task, unit.toNanos(delay), 0);
		}

		@Override
		public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
			return VirtualScheduler.this.schedule(this, task, unit.toNanos(delay), unit.toNanos(period));
		}

		@Override
		public void dispose() {
			this.isDisposed = true;
		}

		@Override
		public boolean isDisposed() {
			return this.isDisposed;
		}

	}

}
