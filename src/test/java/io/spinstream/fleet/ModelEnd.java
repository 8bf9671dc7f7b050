package io.spinstream.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The time after all troubles, in which all runs end, and all that is left of them goes.
 */
final class ModelEnd {

	/** Not a multiple of the period of anything. */
	private static final Duration WHILE = Duration.ofMillis(1_037);

	/** How long a list of stopped runs is kept. */
	private static final Duration STOPS = Duration.ofSeconds(60);

	private final ModelWorld world;

	ModelEnd(ModelWorld world) {
		this.world = world;
	}

	/**
	 * Wait until nothing is left.
	 * @return the first fault; nothing if there is none
	 */
	Optional<String> fault() {
		Duration running = this.world.settings().running();
		Duration ended = this.world.settings().ended();
		heal();
		waitUntil(this::isIdle, running.multipliedBy(4));
		this.world.check(this.world.waiting().isEmpty(), "no end: %s", this.world.waiting());
		waitUntil(() -> rest().isEmpty(), running.plus(ended).multipliedBy(2));
		this.world.check(rest().isEmpty(), "left: %s", rest());
		living().forEach((replica) -> replica.shutDown(Duration.ZERO));
		waitUntil(this::isGone, STOPS.plus(running));
		this.world.check(isGone(), "left: %s, %s", this.world.server().lives(), living());
		return this.world.fault();
	}

	private void heal() {
		this.world.log("all is healed");
		if (this.world.replicas(ModelReplica::isOpen).isEmpty()) {
			this.world.start();
		}
		if (!this.world.history().isSeeing()) {
			living().forEach((replica) -> {
				replica.process().resume();
				replica.heal();
			});
		}
	}

	private void waitUntil(BooleanSupplier isTrue, Duration most) {
		for (long times = most.dividedBy(WHILE); times > 0 && !isTrue.getAsBoolean(); times--) {
			this.world.time().advance(WHILE);
			this.world.runs().forEach((run) -> run.rules().check());
		}
	}

	private boolean isIdle() {
		return living().stream().allMatch(ModelReplica::isIdle) && this.world.waiting().isEmpty();
	}

	private List<String> rest() {
		List<String> rest = new ArrayList<>(living().stream().map(ModelReplica::rest).toList());
		rest.removeIf(String::isEmpty);
		this.world.server().lives().keySet().stream().filter((key) -> key.startsWith("run:")).forEach(rest::add);
		return rest;
	}

	private boolean isGone() {
		return living().isEmpty() && this.world.server().lives().isEmpty();
	}

	private List<ModelReplica> living() {
		return this.world.replicas(ModelReplica::isAlive);
	}

}
