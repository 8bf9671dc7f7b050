package io.spinstream.fleet;

/**
 * One computation of a run of the model.
 */
final class ModelComputation {

	private final ModelRun run;

	private final ModelReplica replica;

	private final int number;

	private final long startedAt;

	private boolean isRunning = true;

	/**
	 * Describe a computation that starts.
	 * @param run the run
	 * @param replica where it is computed
	 * @param number 1 for the first computation of the run
	 */
	ModelComputation(ModelRun run, ModelReplica replica, int number) {
		this.run = run;
		this.replica = replica;
		this.number = number;
		this.startedAt = replica.now();
	}

	ModelReplica replica() {
		return this.replica;
	}

	int number() {
		return this.number;
	}

	long startedAt() {
		return this.startedAt;
	}

	String answer() {
		return this.run + " computed on " + this.replica + " as number " + this.number;
	}

	void end() {
		this.isRunning = false;
	}

	boolean isRunning() {
		return this.isRunning && this.replica.isAlive();
	}

	/**
	 * Tell whether another computation must not start.
	 * @return {@code false} too if it is about to be given up
	 */
	boolean isAlone() {
		return isRunning() && !this.replica.isLeaving();
	}

}
