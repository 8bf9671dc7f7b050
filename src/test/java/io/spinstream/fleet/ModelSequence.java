package io.spinstream.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.spinstream.run.Life;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;

/**
 * A random sequence of what clients do and of troubles. The seed decides everything.
 */
final class ModelSequence {

	private static final int FEWEST_STEPS = 5;

	private static final int MOST_STEPS = 50;

	private final ModelWorld world;

	private final SplittableRandom random;

	private final ModelTroubles troubles;

	/**
	 * Prepare a sequence.
	 * @param seed decides everything
	 * @param log gets what happens, or {@code null}
	 */
	ModelSequence(long seed, @Nullable Consumer<String> log) {
		this.world = new ModelWorld(seed, log);
		this.random = this.world.random(2);
		this.troubles = new ModelTroubles(this.world, this.random, Mode.of(seed));
	}

	/**
	 * Go through the sequence.
	 * @return the first fault; nothing if there is none
	 */
	Optional<String> run() {
		Thread thread = Thread.currentThread();
		Hooks.onErrorDropped((failure) -> this.world.check(Thread.currentThread() != thread, "dropped: %s", failure));
		try {
			return fault();
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
	}

	private Optional<String> fault() {
		for (int replicas = 2 + this.random.nextInt(2); replicas > 0; replicas--) {
			this.world.start();
		}
		for (int steps = this.random.nextInt(FEWEST_STEPS, MOST_STEPS); steps > 0
				&& this.world.fault().isEmpty(); steps--) {
			pass();
			this.world.runs().forEach((run) -> run.rules().check());
			act();
		}
		return this.world.fault().or(() -> new ModelEnd(this.world).fault());
	}

	private void pass() {
		switch (this.random.nextInt(10)) {
			case 0, 1 -> this.world.log("...");
			case 2, 3 -> {
				for (int tasks = this.random.nextInt(12); tasks > 0; tasks--) {
					this.world.time().step();
				}
			}
			case 4, 5 -> pass(20);
			case 6, 7, 8 -> pass(1_500);
			default -> pass(8_000);
		}
	}

	private void pass(int most) {
		this.world.time().advance(Duration.ofMillis(this.random.nextInt(most)));
	}

	private void act() {
		switch (this.random.nextInt(12)) {
			case 0, 1, 2 -> begin();
			case 3, 4, 5 -> ask(this::join);
			case 6 -> ask(this::pollOrStop);
			case 7, 8 -> any(this.world.waiting()).ifPresent(this::leave);
			case 9 -> any(this.world.waiting()).ifPresent(this::detach);
			default -> {
				if (!this.troubles.happen()) {
					begin();
				}
			}
		}
	}

	private void begin() {
		any(ModelReplica::isReady).ifPresent((replica) -> {
			ModelRun run = this.world.create((this.random.nextInt(3) > 0) ? "GET" : "POST",
					Life.values()[this.random.nextInt(5) % 3]);
			this.world.log("%s %s %s begins on %s", run.life(), run.method(), run, replica);
			replica.handle(this.world.reader(replica, run)::begin);
		});
	}

	/** Asks for a run, mostly for one of the newest. */
	private void ask(Consumer<ModelReader> request) {
		List<ModelRun> runs = this.world.runs();
		int oldest = (this.random.nextInt(5) == 0) ? 0 : Math.max(0, runs.size() - 3);
		any(runs.subList(oldest, runs.size())).ifPresent((run) -> any(ModelReplica::isOpen)
			.ifPresent((replica) -> request.accept(this.world.reader(replica, run))));
	}

	private void join(ModelReader reader) {
		Duration pause = Duration.ofMillis(this.random.nextBoolean() ? 0 : this.random.nextInt(500));
		this.world.log("%s comes, and joins %s after it has found it", reader, pause);
		reader.replica().handle(() -> reader.join(pause));
	}

	private void pollOrStop(ModelReader reader) {
		boolean isStop = this.random.nextInt(3) == 0;
		this.world.log("%s %s", reader, isStop ? "stops it" : "polls");
		reader.replica().handle(isStop ? reader::stop : reader::poll);
	}

	private void leave(ModelReader reader) {
		this.world.log("%s leaves", reader);
		reader.replica().handle(reader::leave);
	}

	private void detach(ModelReader reader) {
		this.world.log("%s gets a 202", reader);
		reader.replica().handle(reader::detach);
	}

	private Optional<ModelReplica> any(Predicate<ModelReplica> filter) {
		return any(this.world.replicas(filter));
	}

	private <T> Optional<T> any(List<T> all) {
		return all.isEmpty() ? Optional.empty() : Optional.of(all.get(this.random.nextInt(all.size())));
	}

}
