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
 * Calls all listeners of one interval on one thread, by one timer. An interval has twenty
 * slots, and the timer serves the listeners of one slot at a time. There is no timer
 * while there is no listener.
 */
final class FrameClock {

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
	 * Create a clock without listeners.
	 * @param interval time between two ticks of a listener
	 * @param thread the single thread on which listeners are called
	 * @param clock the time in nanoseconds, as the timers of that thread see it
	 */
	FrameClock(Duration interval, Scheduler thread, LongSupplier clock) {
		this.thread = thread;
		this.clock = clock;
		this.slotNanos = interval.toNanos() / SLOTS;
	}

	/**
	 * Prepare the ticks of a listener.
	 * @param listener called with 1, 2, 3… an interval apart; ticks that a pause of the
	 * process has missed are not made up for
	 * @return ticks that have not started; after they are disposed, the listener is not
	 * called any more
	 */
	Ticks ticks(LongConsumer listener) {
		return new Ticks(listener);
	}

	private void add(Ticks ticks) {
		ticks.slot = this.slots.get(this.position);
		ticks.slot.add(ticks);
		if (this.size++ == 0) {
			this.timer = this.thread.schedulePeriodically(this::serveNextSlot, this.slotNanos, this.slotNanos,
					TimeUnit.NANOSECONDS);
			// After the timer has started: a pause in between must not make all turns
			// late.
			this.due = this.clock.getAsLong() + this.slotNanos;
		}
	}

	private void serveNextSlot() {
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
	 * A listener in its slot. It is added and removed by tasks of the thread, so that no
	 * slot changes while it is served.
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
		 * Start. The first tick comes an interval from now, or up to a twentieth of it
		 * earlier. To be called once.
		 */
		void start() {
			FrameClock.this.thread.schedule(() -> add(this));
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
				FrameClock.this.thread.schedule(() -> remove(this));
			}
		}

	}

}
