package io.spinstream.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * One clock for all who tick at one interval on one thread: a timer that serves a slot of
 * them at a time, and rests when there are none.
 */
final class TimingWheel {

	private static final int SLOTS = 20;

	private final List<List<Ticks>> slots = IntStream.range(0, SLOTS)
		.<List<Ticks>>mapToObj((slot) -> new ArrayList<>())
		.toList();

	private final Scheduler thread;

	private final LongSupplier clock;

	private final long slotNanos;

	private int position;

	private long due;

	private int size;

	private Disposable timer = Disposables.disposed();

	/**
	 * Create a wheel at rest.
	 * @param interval time of one turn, which each listener waits between two ticks
	 * @param thread the single thread on which listeners are called
	 * @param clock the time in nanoseconds, as that thread's timers see it
	 */
	TimingWheel(Duration interval, Scheduler thread, LongSupplier clock) {
		this.thread = thread;
		this.clock = clock;
		this.slotNanos = interval.toNanos() / SLOTS;
	}

	/**
	 * Prepare to tick.
	 * @param listener called with 1, 2, 3… an interval apart, never to catch up what a
	 * pause of the process has missed
	 * @return ticks, to be started, and then ended: at once for the listener, a task
	 * later for their place here
	 */
	Ticks ticks(LongConsumer listener) {
		return new Ticks(listener);
	}

	private void add(Ticks ticks) {
		ticks.slot = this.slots.get(this.position);
		ticks.slot.add(ticks);
		if (this.size++ == 0) {
			this.timer = this.thread.schedulePeriodically(this::turn, this.slotNanos, this.slotNanos,
					TimeUnit.NANOSECONDS);
			// After the timer has begun: a pause in between must not make all turns late.
			this.due = this.clock.getAsLong() + this.slotNanos;
		}
	}

	private void turn() {
		long late = this.clock.getAsLong() - this.due;
		this.due += this.slotNanos;
		this.position = (this.position + 1) % SLOTS;
		if (late < this.slotNanos * SLOTS) {
			this.slots.get(this.position).forEach(Ticks::next);
		}
	}

	private void remove(Ticks ticks) {
		ticks.slot.remove(ticks);
		if (--this.size == 0) {
			this.timer.dispose();
		}
	}

	/**
	 * A listener in its slot, which it leaves in a task of its own: no slot changes while
	 * it is being served.
	 */
	final class Ticks implements Disposable {

		private static final AtomicLong numbers = new AtomicLong();

		private final long number = numbers.incrementAndGet();

		private final LongConsumer listener;

		private final AtomicBoolean disposed = new AtomicBoolean();

		private List<Ticks> slot = List.of();

		private long tick;

		private Ticks(LongConsumer listener) {
			this.listener = listener;
		}

		/**
		 * Begin: the first tick is an interval from now, or up to a twentieth of one
		 * earlier. To be called once.
		 */
		void start() {
			TimingWheel.this.thread.schedule(() -> add(this));
		}

		private void next() {
			if (!isDisposed()) {
				this.listener.accept(++this.tick);
			}
		}

		@Override
		public String toString() {
			return "Subscription[#" + this.number + ",spin]";
		}

		@Override
		public boolean isDisposed() {
			return this.disposed.get();
		}

		@Override
		public void dispose() {
			if (this.disposed.compareAndSet(false, true)) {
				TimingWheel.this.thread.schedule(() -> remove(this));
			}
		}

	}

}
