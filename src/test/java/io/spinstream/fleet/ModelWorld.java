package io.spinstream.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.spinstream.run.Life;
import org.jspecify.annotations.Nullable;

/**
 * Replicas, their store and their clients in virtual time, and what has happened to them.
 */
final class ModelWorld {

	private final Map<String, String> names = new HashMap<>();

	private final Map<String, String> randomNames = new HashMap<>();

	private final List<ModelReplica> replicas = new ArrayList<>();

	private final List<ModelRun> runs = new ArrayList<>();

	private final List<ModelReader> readers = new ArrayList<>();

	private final Set<Trouble> happened = EnumSet.noneOf(Trouble.class);

	private final long seed;

	private final Consumer<String> log;

	private final FleetSettings settings;

	private final VirtualTime time;

	private final VirtualProcess machine;

	private final VirtualScheduler clients;

	private final MapServer server;

	private final SplittableRandom luck;

	private @Nullable String fault;

	/**
	 * Create a world without replicas.
	 * @param seed decides everything
	 * @param log gets what happens, or {@code null}
	 */
	ModelWorld(long seed, @Nullable Consumer<String> log) {
		this.seed = seed;
		this.log = log;
		this.luck = random(0);
		this.settings = settings(random(1));
		this.time = new VirtualTime(seed, this::watch);
		this.machine = new VirtualProcess(this.time);
		this.clients = new VirtualProcess(this.time).scheduler();
		this.server = new MapServer(this.settings, this.machine.scheduler());
		log("%s", this.settings);
	}

	private static FleetSettings settings(SplittableRandom random) {
		TakeOver takeOver = (random.nextInt(4) > 0) ? TakeOver.GET
				: TakeOver.values()[random.nextInt(TakeOver.values().length)];
		return new FleetSettings(Duration.ofSeconds(3 + random.nextInt(3)), Duration.ofSeconds(5 + random.nextInt(10)),
				Duration.ofSeconds(1 + random.nextInt(7)), Duration.ofSeconds(random.nextInt(15)), takeOver);
	}

	/**
	 * Return random numbers of their own.
	 * @param purpose any number
	 * @return the same for the same purpose and seed
	 */
	SplittableRandom random(long purpose) {
		return new SplittableRandom(this.seed * 1_000_003 + purpose);
	}

	FleetSettings settings() {
		return this.settings;
	}

	VirtualTime time() {
		return this.time;
	}

	MapServer server() {
		return this.server;
	}

	List<ModelReplica> replicas() {
		return this.replicas;
	}

	List<ModelRun> runs() {
		return this.runs;
	}

	List<ModelReader> readers() {
		return this.readers;
	}

	ModelRun run(int number) {
		return this.runs.get(number - 1);
	}

	/**
	 * Give a run a name that is the same in each repetition.
	 * @param randomName the name in the registry
	 * @return the name in the fleet
	 */
	String name(String randomName) {
		return this.names.computeIfAbsent(randomName, (same) -> {
			String name = "run-%018d".formatted(this.names.size() + 1);
			this.randomNames.put(name, randomName);
			return name;
		});
	}

	String randomName(String name) {
		return this.randomNames.get(name);
	}

	ModelReplica start() {
		Duration latency = Duration.ofMillis(List.of(0, 1, 2, 4, 10, 60).get(this.luck.nextInt(6)));
		ModelReplica replica = new ModelReplica(this, "r" + (this.replicas.size() + 1), latency);
		this.replicas.add(replica);
		log("%s starts, %s from the store", replica, latency);
		return replica;
	}

	boolean isAlive(String replica) {
		return this.replicas.stream().anyMatch((each) -> each.toString().equals(replica) && each.isAlive());
	}

	ModelRun create(String method, Life life) {
		ModelRun run = new ModelRun(this, this.runs.size() + 1, method, life);
		this.runs.add(run);
		return run;
	}

	ModelReader reader(ModelReplica replica, ModelRun run) {
		ModelReader reader = new ModelReader(this, replica, run);
		this.readers.add(reader);
		return reader;
	}

	/**
	 * Join a run on another replica, as a client that has lost its connection.
	 * @param run the run
	 */
	void comeBack(ModelRun run) {
		this.clients.schedule(() -> {
			List<ModelReplica> open = this.replicas.stream().filter(ModelReplica::isOpen).toList();
			if (!open.isEmpty()) {
				ModelReplica replica = open.get(this.luck.nextInt(open.size()));
				log("a reader of %s comes back to %s", run, replica);
				ModelReader reader = reader(replica, run);
				replica.handle(() -> reader.join(Duration.ZERO));
			}
		}, this.luck.nextInt(3_000), java.util.concurrent.TimeUnit.MILLISECONDS);
	}

	void happen(Trouble trouble) {
		this.happened.add(trouble);
	}

	boolean has(Trouble trouble) {
		return this.happened.contains(trouble);
	}

	boolean isUndisturbed() {
		return this.happened.isEmpty();
	}

	/**
	 * Tell whether all replicas have always known what the store knows.
	 * @return {@code true} too if some are gone
	 */
	boolean isSeeing() {
		return Trouble.BLINDING.stream().noneMatch(this.happened::contains);
	}

	boolean mayRepeat(String method) {
		return this.settings.takeOver().admits(method);
	}

	private void watch(VirtualProcess process) {
		if (process == this.machine) {
			this.runs.forEach(ModelRun::watch);
		}
	}

	void check(boolean isRight, String text, Object... arguments) {
		if (!isRight) {
			fail(text, arguments);
		}
	}

	void fail(String text, Object... arguments) {
		String found = text.formatted(arguments);
		log("FAULT: %s", found);
		if (this.fault == null) {
			this.fault = found;
		}
	}

	@Nullable String fault() {
		return this.fault;
	}

	void log(String text, Object... arguments) {
		if (this.log != null) {
			this.log.accept("%9.3f %s".formatted(this.time.millis() / 1_000.0, text.formatted(arguments)));
		}
	}

	void checkAllEnded(ModelReplica replica) {
		this.readers.stream()
			.filter((reader) -> reader.replica() == replica)
			.forEach((reader) -> check(!reader.isReading(), "%s gets no end before the replica ends", reader));
	}

}
