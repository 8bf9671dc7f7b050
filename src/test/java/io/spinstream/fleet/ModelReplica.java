package io.spinstream.fleet;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.spinstream.run.RunSettings;
import io.spinstream.run.Runs;

/**
 * A replica of the model: a process with a registry of runs and a connection to the
 * store.
 */
final class ModelReplica {

	private static final int MANY = 1_000_000;

	private final VirtualProcess process;

	private final VirtualScheduler requests;

	private final MapStore store;

	private final SharedRuns shared;

	private final Runs runs;

	private final ModelWorld world;

	private final String id;

	private final Duration latency;

	private final long startedAt;

	private long goneSince = Long.MAX_VALUE / 2;

	/**
	 * Start a replica.
	 * @param world where it lives
	 * @param id its name in the store
	 * @param latency how long a command takes
	 */
	ModelReplica(ModelWorld world, String id, Duration latency) {
		FleetSettings settings = world.settings();
		this.world = world;
		this.id = id;
		this.latency = latency;
		this.startedAt = now();
		this.process = new VirtualProcess(world.time());
		this.requests = this.process.scheduler();
		this.store = new MapStore(world.server(), id, this.process.scheduler(), this.process.scheduler());
		this.store.latency(latency);
		ModelSource source = new ModelSource(world, this, this.process.scheduler());
		this.shared = new SharedRuns(source, this.store, settings, this.process.scheduler(), this.process.scheduler(),
				() -> world.log("%s has taken a run over", this));
		this.runs = new Runs(source, new RunSettings(MANY, settings.resumeWindow(), settings.keepAnswer(), MANY),
				this.process.scheduler(), new NamedFleet(this.shared, world::name, world::randomName));
	}

	long now() {
		return this.world.time().millis();
	}

	VirtualProcess process() {
		return this.process;
	}

	MapStore store() {
		return this.store;
	}

	Runs runs() {
		return this.runs;
	}

	long startedAt() {
		return this.startedAt;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	boolean isLeaving() {
		return this.goneSince <= now();
	}

	/**
	 * Tell when it has gone.
	 * @return milliseconds, in the far future if it is there
	 */
	long goneSince() {
		return this.goneSince;
	}

	/**
	 * Tell whether new requests come here.
	 * @return {@code false} if it is shut down, or gone
	 */
	boolean isOpen() {
		return isAlive() && !isLeaving();
	}

	/**
	 * Tell whether new runs begin here.
	 * @return {@code false} too if it has not reached the store since its start
	 */
	boolean isReady() {
		return isOpen() && (this.runs.isFleetUp() || !this.world.history().isSeeing());
	}

	/**
	 * Handle a request, as soon as the process runs.
	 * @param request what to do
	 */
	void handle(Runnable request) {
		this.requests.schedule(request);
	}

	/**
	 * Handle a request later.
	 * @param request what to do
	 * @param delay the time until then
	 */
	void handle(Runnable request, Duration delay) {
		this.requests.schedule(request, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Reach the store again, after any fault, as soon as the process runs.
	 */
	void heal() {
		handle(() -> {
			this.store.loseAnswers(0);
			this.store.latency(this.latency);
			this.store.connect();
		});
	}

	void crash() {
		this.goneSince = now();
		this.process.kill();
	}

	/**
	 * Shut down, and end some time after that.
	 * @param grace how long the process lives when its runs have ended
	 */
	void shutDown(Duration grace) {
		this.goneSince = now();
		handle(() -> this.runs.shutDown("the server is shutting down")
			.subscribe(null, (failure) -> this.world.fail("%s does not shut down: %s", this, failure),
					() -> handle(this::close, grace)));
	}

	private void close() {
		this.world.log("%s closes", this);
		this.world.waiting()
			.stream()
			.filter((reader) -> reader.replica() == this && reader.isReading())
			.forEach((reader) -> this.world.fail("%s gets no end before the replica ends", reader));
		this.runs.close();
		this.process.kill();
	}

	/**
	 * Tell whether there is nothing more to do here.
	 * @return {@code false} if a run is computed or followed
	 */
	boolean isIdle() {
		return this.runs.active() + this.shared.followed() + this.shared.owned() == 0;
	}

	/**
	 * Describe what is left here of runs.
	 * @return an empty text if nothing is left
	 */
	String rest() {
		boolean isExpired = this.runs.retained() == 0 || this.world.history().has(Trouble.CLOCK);
		return isIdle() && isExpired && this.shared.kept() == 0 && this.process.pending() <= this.runs.retained() ? ""
				: "%s has %d active runs, owns %d, follows %d, keeps %d outcomes and %d tokens, and has %d tasks"
					.formatted(this, this.runs.active(), this.shared.owned(), this.shared.followed(),
							this.runs.retained(), this.shared.kept(), this.process.pending());
	}

	@Override
	public String toString() {
		return this.id;
	}

}
