package io.spinstream.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.spinstream.run.Life;
import org.jspecify.annotations.Nullable;

/**
 * A random sequence of what clients do and of troubles, and what must be left after it:
 * nothing.
 */
final class ModelSequence {

	private static final int MOST_REPLICAS = 6;

	/** Not a multiple of the period of anything. */
	private static final Duration WHILE = Duration.ofMillis(1_037);

	private final Mode mode;

	private final ModelWorld world;

	private final SplittableRandom random;

	private final List<Trouble> troubles;

	/**
	 * Prepare a sequence.
	 * @param seed decides everything
	 * @param log gets what happens, or {@code null}
	 */
	ModelSequence(long seed, @Nullable Consumer<String> log) {
		this.mode = Mode.of(seed);
		this.world = new ModelWorld(seed, log);
		this.random = this.world.random(2);
		this.troubles = List.copyOf(this.mode.troubles());
	}

	/**
	 * Go through the sequence.
	 * @return the first fault; nothing if there is none
	 */
	Optional<String> run() {
		int replicas = 2 + this.random.nextInt(2);
		for (int i = 0; i < replicas; i++) {
			this.world.start();
		}
		pass();
		for (int left = 5 + this.random.nextInt(45); left > 0 && this.world.fault() == null; left--) {
			act();
			pass();
			this.world.runs().forEach(ModelRun::checkLife);
		}
		if (this.world.fault() == null) {
			settle();
		}
		return Optional.ofNullable(this.world.fault());
	}

	private void pass() {
		switch (this.random.nextInt(10)) {
			case 0, 1 -> this.world.log("nothing passes");
			case 2, 3 -> {
				for (int tasks = this.random.nextInt(12); tasks > 0; tasks--) {
					this.world.time().step();
				}
			}
			case 4, 5 -> advance(20);
			case 6, 7, 8 -> advance(1_500);
			default -> advance(8_000);
		}
	}

	private void advance(int most) {
		this.world.time().advance(Duration.ofMillis(this.random.nextInt(most)));
	}

	private void act() {
		switch (this.random.nextInt(12)) {
			case 0, 1, 2 -> begin();
			case 3, 4, 5 -> aRun().ifPresent((run) -> aReplica().ifPresent((replica) -> join(run, replica)));
			case 6 -> aRun().ifPresent((run) -> aReplica().ifPresent((replica) -> ask(run, replica)));
			case 7, 8 -> aReader().ifPresent(this::leave);
			case 9 -> aReader().ifPresent(this::detach);
			default -> any(this.troubles).ifPresentOrElse(this::trouble, this::begin);
		}
	}

	private void begin() {
		aReplica().ifPresent((replica) -> {
			ModelRun run = this.world.create((this.random.nextInt(3) > 0) ? "GET" : "POST",
					Life.values()[this.random.nextInt(5) % 3]);
			this.world.log("%s %s begins on %s", run.life(), run, replica);
			ModelReader reader = this.world.reader(replica, run);
			replica.handle(reader::begin);
		});
	}

	private void join(ModelRun run, ModelReplica replica) {
		Duration pause = Duration.ofMillis(this.random.nextBoolean() ? 0 : this.random.nextInt(500));
		this.world.log("%s is joined on %s, %s after it is found", run, replica, pause);
		ModelReader reader = this.world.reader(replica, run);
		replica.handle(() -> reader.join(pause));
	}

	private void ask(ModelRun run, ModelReplica replica) {
		boolean isStop = this.random.nextInt(3) == 0;
		this.world.log("%s is %s on %s", run, isStop ? "stopped" : "polled", replica);
		ModelReader reader = this.world.reader(replica, run);
		replica.handle(isStop ? reader::stop : reader::poll);
	}

	private void leave(ModelReader reader) {
		this.world.log("%s leaves", reader);
		reader.replica().handle(reader::leave);
	}

	private void detach(ModelReader reader) {
		this.world.log("%s gets a 202", reader);
		reader.replica().handle(reader::detach);
	}

	private void trouble(Trouble trouble) {
		switch (trouble) {
			case CRASH -> a((replica) -> replica.isAlive() && !isWornOut()).ifPresent(this::crash);
			case SHUTDOWN -> a((replica) -> replica.isOpen() && !isWornOut()).ifPresent(this::shutDown);
			case PAUSE -> a((replica) -> replica.isAlive()).ifPresent(this::pause);
			case PARTITION -> a((replica) -> replica.isAlive()).ifPresent(this::partition);
			case LOST_ANSWER -> a((replica) -> replica.isAlive()).ifPresent(this::loseAnswers);
			case DELAY -> a((replica) -> replica.isAlive()).ifPresent(this::delay);
			case FLUSH -> flush();
			case CLOCK -> a((replica) -> replica.isAlive()).ifPresent(this::setClock);
		}
	}

	private void happen(Trouble trouble, String text, Object... arguments) {
		this.world.happen(trouble);
		this.world.log(text, arguments);
	}

	private void crash(ModelReplica replica) {
		happen(Trouble.CRASH, "%s crashes", replica);
		replica.crash();
		this.world.readers()
			.stream()
			.filter((reader) -> reader.replica() == replica && reader.isWaiting())
			.forEach(this::lose);
		replace();
	}

	private void lose(ModelReader reader) {
		reader.run().leave(reader);
		if (this.random.nextBoolean()) {
			this.world.comeBack(reader.run());
		}
	}

	private void replace() {
		boolean isLast = a(ModelReplica::isOpen).isEmpty();
		if (isLast || (this.random.nextInt(3) > 0 && !isWornOut())) {
			this.world.start();
		}
	}

	private boolean isWornOut() {
		return this.world.replicas().size() >= MOST_REPLICAS;
	}

	private void shutDown(ModelReplica replica) {
		happen(Trouble.SHUTDOWN, "%s shuts down", replica);
		replica.shutDown(Duration.ofMillis(this.random.nextInt(3_000)));
		replace();
	}

	private void pause(ModelReplica replica) {
		if (replica.isPaused()) {
			this.world.log("%s goes on", replica);
			replica.resume();
		}
		else {
			happen(Trouble.PAUSE, "%s stands still", replica);
			replica.pause();
		}
	}

	private void partition(ModelReplica replica) {
		switch (this.random.nextInt(5)) {
			case 0 -> {
				happen(Trouble.PARTITION, "%s is disconnected", replica);
				replica.store().disconnect();
			}
			case 1 -> {
				happen(Trouble.PARTITION, "%s hears nothing", replica);
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
		happen(Trouble.LOST_ANSWER, "%s loses %d answers", replica, count);
		replica.store().loseAnswers(count);
	}

	private void delay(ModelReplica replica) {
		Duration latency = Duration.ofMillis(this.random.nextInt(4_000));
		happen(Trouble.DELAY, "%s is %s from the store", replica, latency);
		replica.store().latency(latency);
	}

	private void setClock(ModelReplica replica) {
		Duration error = Duration.ofSeconds(this.random.nextInt(-10_000, 10_000));
		happen(Trouble.CLOCK, "%s believes that it is %s later", replica, error);
		replica.setClock(error);
	}

	private void flush() {
		happen(Trouble.FLUSH, "the store forgets everything");
		this.world.server().flush();
		if (this.random.nextBoolean()) {
			this.world.replicas().stream().filter(ModelReplica::isAlive).forEach(ModelReplica::heal);
		}
	}

	private void settle() {
		this.world.log("all is healed");
		if (a(ModelReplica::isOpen).isEmpty()) {
			this.world.start();
		}
		living().forEach((replica) -> {
			replica.resume();
			replica.heal();
		});
		FleetSettings settings = this.world.settings();
		waitUntil(this::isSettled, settings.running().multipliedBy(4));
		List<ModelReader> waiting = this.world.readers()
			.stream()
			.filter((reader) -> reader.isWaiting() && reader.replica().isAlive())
			.toList();
		this.world.check(waiting.isEmpty(), "no end: %s", waiting);
		waitUntil(() -> rest().isEmpty(), settings.running().plus(settings.ended()).multipliedBy(2));
		this.world.check(rest().isEmpty(), "left: %s", rest());
		living().forEach((replica) -> replica.shutDown(Duration.ZERO));
		waitUntil(() -> isGone(), Duration.ofSeconds(80));
		this.world.check(isGone(), "left in the end: %s in %s", this.world.server().lives(), living());
	}

	private boolean isSettled() {
		return living().stream().allMatch(ModelReplica::isIdle) && this.world.readers()
			.stream()
			.noneMatch((reader) -> reader.isWaiting() && reader.replica().isAlive());
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

	private void waitUntil(java.util.function.BooleanSupplier isTrue, Duration longest) {
		for (long seconds = longest.toSeconds(); seconds > 0 && !isTrue.getAsBoolean(); seconds--) {
			this.world.time().advance(WHILE);
			this.world.runs().forEach(ModelRun::checkLife);
		}
	}

	private List<ModelReplica> living() {
		return this.world.replicas().stream().filter(ModelReplica::isAlive).toList();
	}

	private Optional<ModelReplica> a(Predicate<ModelReplica> filter) {
		return any(this.world.replicas().stream().filter(filter).toList());
	}

	private Optional<ModelReplica> aReplica() {
		return a(ModelReplica::isOpen);
	}

	/** One of the newest, most times. */
	private Optional<ModelRun> aRun() {
		List<ModelRun> runs = this.world.runs();
		return any((this.random.nextInt(5) == 0) ? runs : runs.subList(Math.max(0, runs.size() - 3), runs.size()));
	}

	private Optional<ModelReader> aReader() {
		return any(this.world.readers()
			.stream()
			.filter((reader) -> reader.isWaiting() && reader.replica().isAlive())
			.toList());
	}

	private <T> Optional<T> any(List<T> all) {
		return all.isEmpty() ? Optional.empty() : Optional.of(all.get(this.random.nextInt(all.size())));
	}

}
