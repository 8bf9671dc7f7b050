package io.spinstream.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process in virtual time, which may be stopped for a while or for ever.
 */
final class VirtualProcess {

	private final List<VirtualTask> waiting = new ArrayList<>();

	private final VirtualTime clock;

	private Duration clockError = Duration.ZERO;

	private State state = State.RUNNING;

	VirtualProcess(VirtualTime clock) {
		this.clock = clock;
	}

	VirtualTime clock() {
		return this.clock;
	}

	VirtualScheduler scheduler() {
		return new VirtualScheduler(this);
	}

	boolean isPaused() {
		return this.state == State.PAUSED;
	}

	boolean isAlive() {
		return this.state != State.DEAD;
	}

	/**
	 * Set the clock of this process, which delays and periods do not depend on.
	 * @param error how far it is ahead
	 */
	void setClock(Duration error) {
		this.clockError = error;
	}

	/**
	 * Return the time that the clock of this process shows.
	 * @return nanoseconds
	 */
	long shownNanos() {
		return this.clock.nanos() + this.clockError.toNanos();
	}

	/**
	 * Run nothing until further notice.
	 */
	void pause() {
		this.state = State.PAUSED;
	}

	/**
	 * Run what has become due. Each scheduler keeps its order.
	 */
	void resume() {
		this.state = State.RUNNING;
		List<VirtualTask> due = List.copyOf(this.waiting);
		this.waiting.clear();
		due.forEach(VirtualTask::queue);
	}

	/**
	 * Run nothing any more.
	 */
	void kill() {
		this.state = State.DEAD;
		this.waiting.clear();
	}

	boolean admits(VirtualTask task) {
		if (this.state == State.PAUSED) {
			this.waiting.add(task);
		}
		return this.state == State.RUNNING;
	}

	/**
	 * Count the tasks that will run once.
	 * @return the number of those that wait for their time
	 */
	long pending() {
		return this.clock.scheduled().filter((task) -> task.process() == this && !task.isPeriodic()).count();
	}

	private enum State {

		RUNNING, PAUSED, DEAD

	}

}
