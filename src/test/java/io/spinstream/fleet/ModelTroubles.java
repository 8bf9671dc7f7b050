package io.spinstream.fleet;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lets troubles of some mode happen, and end.
 */
final class ModelTroubles {

	/** Beyond it replicas neither crash nor shut down. */
	private static final int MOST_REPLICAS = 6;

	private static final int CLOCK_ERROR_SECONDS = 10_000;

	private final ModelWorld world;

	private final SplittableRandom random;

	private final Mode mode;

	/** What a fail-over brings back. */
	private MapServer earlier;

	ModelTroubles(ModelWorld world, SplittableRandom random, Mode mode) {
		this.world = world;
		this.random = random;
		this.mode = mode;
		this.earlier = world.server().copy();
	}

	/**
	 * Let a trouble happen.
	 * @return {@code false} if the mode has none
	 */
	boolean happen() {
		if (this.mode.troubles().isEmpty()) {
			return false;
		}
		happen(any(this.mode.troubles()));
		return true;
	}

	private void happen(Trouble trouble) {
		List<ModelReplica> living = this.world.replicas(ModelReplica::isAlive);
		List<ModelReplica> open = this.world.replicas(ModelReplica::isOpen);
		boolean mayGo = this.world.history().losses() < MOST_REPLICAS;
		switch (trouble) {
			case CRASH -> {
				if (mayGo && !living.isEmpty()) {
					crash(any(living));
				}
			}
			case SHUTDOWN -> {
				if (mayGo && !open.isEmpty()) {
					shutDown(any(open));
				}
			}
			case FLUSH -> flush();
			case FAIL_OVER -> failOver();
			case EVICTION -> evict();
			default -> {
				if (!living.isEmpty()) {
					happen(trouble, any(living));
				}
			}
		}
	}

	private void happen(Trouble trouble, ModelReplica replica) {
		switch (trouble) {
			case CLOCK -> setClock(replica);
			case PAUSE -> pause(replica);
			case PARTITION -> partition(replica);
			case LOST_ANSWER -> loseAnswers(replica);
			default -> delay(replica);
		}
	}

	private void crash(ModelReplica replica) {
		this.world.happen(Trouble.CRASH, "%s crashes", replica);
		List<ModelReader> lost = this.world.waiting().stream().filter((reader) -> reader.replica() == replica).toList();
		replica.crash();
		lost.forEach((reader) -> {
			reader.run().leave(reader);
			if (this.random.nextBoolean()) {
				this.world.comeBack(reader.run());
			}
		});
		replace();
	}

	private void shutDown(ModelReplica replica) {
		this.world.happen(Trouble.SHUTDOWN, "%s shuts down", replica);
		replica.shutDown(Duration.ofMillis(this.random.nextInt(3_000)));
		replace();
	}

	private void replace() {
		if (this.world.replicas(ModelReplica::isOpen).isEmpty() || this.random.nextInt(3) > 0) {
			this.world.start();
		}
	}

	private void setClock(ModelReplica replica) {
		Duration error = Duration.ofSeconds(this.random.nextInt(-CLOCK_ERROR_SECONDS, CLOCK_ERROR_SECONDS));
		this.world.happen(Trouble.CLOCK, "%s believes that it is %s later", replica, error);
		replica.process().setClock(error);
	}

	private void pause(ModelReplica replica) {
		if (replica.process().isPaused()) {
			this.world.log("%s goes on", replica);
			replica.process().resume();
		}
		else {
			this.world.happen(Trouble.PAUSE, "%s stands still", replica);
			replica.process().pause();
		}
	}

	private void partition(ModelReplica replica) {
		switch (this.random.nextInt(5)) {
			case 0 -> {
				this.world.happen(Trouble.PARTITION, "%s is disconnected", replica);
				replica.store().disconnect();
			}
			case 1 -> {
				this.world.happen(Trouble.PARTITION, "%s hears nothing", replica);
				replica.store().silence();
			}
			case 2 -> {
				this.world.log("%s hears again", replica);
				replica.store().speak();
			}
			default -> {
				this.world.log("%s connects again", replica);
				replica.heal();
			}
		}
	}

	private void loseAnswers(ModelReplica replica) {
		int count = 1 + this.random.nextInt(4);
		this.world.happen(Trouble.LOST_ANSWER, "%s loses %d answers", replica, count);
		replica.store().loseAnswers(count);
	}

	private void delay(ModelReplica replica) {
		Duration latency = Duration.ofMillis(this.random.nextInt(4_000));
		this.world.happen(Trouble.DELAY, "%s is %s from the store", replica, latency);
		replica.store().latency(latency);
	}

	private void flush() {
		this.world.happen(Trouble.FLUSH, "the store forgets everything");
		this.world.server().flush();
		this.world.watch();
		if (this.random.nextBoolean()) {
			connectAll();
		}
	}

	/** Remembers what the store knows, or lets it return to that. */
	private void failOver() {
		if (this.random.nextBoolean()) {
			this.world.log("the store is copied");
			this.earlier = this.world.server().copy();
			return;
		}
		this.world.happen(Trouble.FAIL_OVER, "the store knows what was copied");
		this.world.server().restore(this.earlier);
		this.world.watch();
		connectAll();
	}

	private void connectAll() {
		this.world.replicas(ModelReplica::isAlive).forEach(ModelReplica::heal);
	}

	private void evict() {
		if (!this.world.runs().isEmpty()) {
			ModelRun run = any(this.world.runs());
			this.world.happen(Trouble.EVICTION, "the store forgets %s", run);
			this.world.server().forget(run.key());
			this.world.watch();
		}
	}

	private <T> T any(List<T> all) {
		return all.get(this.random.nextInt(all.size()));
	}

}
