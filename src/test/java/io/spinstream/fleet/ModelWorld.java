package io.spinstream.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.spinstream.run.Life;
import org.jspecify.annotations.Nullable;

/**
 * Replicas, their store and their clients in virtual time, and what has happened to them.
 */
final class ModelWorld {

	private static final int COME_BACK_MILLIS = 3_000;

	private final Map<String, String> names = new HashMap<>();

	private final Map<String, String> randomNames = new HashMap<>();

	private final List<ModelReplica> replicas = new ArrayList<>();

	private final List<ModelRun> runs = new ArrayList<>();

	private final List<ModelReader> readers = new ArrayList<>();

	private final long seed;

	private final @Nullable Consumer<String> log;

	private final SplittableRandom luck;

	private final FleetSettings settings;

	private final History history;

	private final VirtualTime time;

	private final VirtualProcess machine;

	private final VirtualScheduler clients;

	private final MapServer server;

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
		this.history = new History(this.settings);
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

	/** Compares what the store knows of all runs with what it knew. */
	private void watch(VirtualProcess process) {
		if (process == this.machine) {
			watch();
		}
	}

	void watch() {
		this.runs.forEach(ModelRun::watch);
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
		return this.randomNames.getOrDefault(name, "");
	}

	ModelReplica start() {
		Duration latency = Duration.ofMillis(List.of(0, 1, 2, 4, 10, 60).get(this.luck.nextInt(6)));
		ModelReplica replica = new ModelReplica(this, "r" + (this.replicas.size() + 1), latency);
		this.replicas.add(replica);
		log("%s starts, %s from the store", replica, latency);
		return replica;
	}

	List<ModelReplica> replicas(Predicate<ModelReplica> filter) {
		return this.replicas.stream().filter(filter).toList();
	}

	private Optional<ModelReplica> replica(String id) {
		return this.replicas.stream().filter((replica) -> replica.toString().equals(id)).findFirst();
	}

	boolean isAlive(String replica) {
		return replica(replica).filter(ModelReplica::isAlive).isPresent();
	}

	/**
	 * Tell when a replica has gone.
	 * @param replica its name
	 * @return milliseconds, in the far future if it is there
	 */
	long goneSince(String replica) {
		return replica(replica).map(ModelReplica::goneSince).orElse(0L);
	}

	ModelRun create(String method, Life life) {
		ModelRun run = new ModelRun(this, this.runs.size() + 1, method, life);
		this.runs.add(run);
		return run;
	}

	List<ModelRun> runs() {
		return this.runs;
	}

	ModelReader reader(ModelReplica replica, ModelRun run) {
		ModelReader reader = new ModelReader(this, replica, run);
		this.readers.add(reader);
		return reader;
	}

	/**
	 * List the clients that wait for something on a living replica.
	 * @return those that have neither got it nor left
	 */
	List<ModelReader> waiting() {
		return this.readers.stream().filter((reader) -> reader.isWaiting() && reader.replica().isAlive()).toList();
	}

	/**
	 * Join a run on another replica, as a client that has lost its connection.
	 * @param run the run
	 */
	void comeBack(ModelRun run) {
		this.clients.schedule(() -> {
			List<ModelReplica> open = replicas(ModelReplica::isOpen);
			if (!open.isEmpty()) {
				ModelReader reader = reader(open.get(this.luck.nextInt(open.size())), run);
				log("%s comes back", reader);
				reader.replica().handle(() -> reader.join(Duration.ZERO));
			}
		}, this.luck.nextInt(COME_BACK_MILLIS), TimeUnit.MILLISECONDS);
	}

	void happen(Trouble trouble, String text, Object... arguments) {
		this.history.add(trouble);
		log(text, arguments);
	}

	/**
	 * Return what has happened.
	 * @return the troubles that there were
	 */
	History history() {
		return this.history;
	}

	boolean mayRepeat(String method) {
		return this.settings.takeOver().admits(method);
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

	Optional<String> fault() {
		return Optional.ofNullable(this.fault);
	}

	void log(String text, Object... arguments) {
		if (this.log != null) {
			this.log.accept("%9.3f %s".formatted(this.time.millis() / 1_000.0, text.formatted(arguments)));
		}
	}

}
