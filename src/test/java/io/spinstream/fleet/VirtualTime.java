package io.spinstream.fleet;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A clock that several processes share and that moves only when it is told to. Tasks that
 * are due at the same moment on different schedulers come in an order that is random and
 * depends on the seed alone. For use on one thread.
 */
final class VirtualTime {

	/** Not the zero that uninitialized fields have. */
	private static final Duration START = Duration.ofDays(1);

	private final PriorityQueue<VirtualTask> tasks = new PriorityQueue<>();

	private final Consumer<VirtualProcess> listener;

	private final long seed;

	private long now = START.toNanos();

	private int schedulers;

	private long sequence;

	/**
	 * Start a clock.
	 * @param seed decides the order of tasks that are due together
	 * @param listener gets the process of each task after it has run
	 */
	VirtualTime(long seed, Consumer<VirtualProcess> listener) {
		this.seed = seed;
		this.listener = listener;
	}

	long nanos() {
		return this.now;
	}

	/**
	 * Return the time since the start.
	 * @return milliseconds
	 */
	long millis() {
		return Duration.ofNanos(this.now).minus(START).toMillis();
	}

	int nextScheduler() {
		return this.schedulers++;
	}

	long nextTask() {
		return this.sequence++;
	}

	/**
	 * Return the place of a scheduler among all at some moment.
	 * @param scheduler the number of the scheduler
	 * @param time the moment
	 * @return any number
	 */
	int place(int scheduler, long time) {
		long bits = (this.seed ^ time) * 0x9E3779B97F4A7C15L + scheduler;
		bits = (bits ^ (bits >>> 32)) * 0xD6E8FEB86659FD93L;
		return (int) (bits >>> 32);
	}

	void add(VirtualTask task) {
		this.tasks.add(task);
	}

	/**
	 * Run the next task.
	 */
	void step() {
		VirtualTask next = this.tasks.peek();
		if (next != null) {
			runUntil(next.time(), 1);
		}
	}

	/**
	 * Run all tasks that are due within a time.
	 * @param time how far the clock moves
	 */
	void advance(Duration time) {
		long end = this.now + time.toNanos();
		runUntil(end, Long.MAX_VALUE);
		this.now = end;
	}

	private void runUntil(long end, long most) {
		long left = most;
		while (left > 0 && !this.tasks.isEmpty() && this.tasks.peek().time() <= end) {
			VirtualTask next = this.tasks.remove();
			this.now = Math.max(this.now, next.time());
			if (next.run()) {
				left--;
				this.listener.accept(next.process());
			}
		}
	}

	/**
	 * Return the tasks that are scheduled.
	 * @return those that have not been cancelled, in any order
	 */
	Stream<VirtualTask> scheduled() {
		return this.tasks.stream().filter((task) -> !task.isDisposed());
	}

}
