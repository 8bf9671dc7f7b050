package io.spinstream.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Fleet;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import io.spinstream.run.Progress;
import io.spinstream.run.RunName;
import io.spinstream.run.UnavailableException;
import io.spinstream.run.Work;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The runs that this replica shares with others by a store. It owns those that began
 * here, follows those of others that are read here, and takes over those whose owner is
 * gone.
 */
public final class SharedRuns implements Fleet {

	private static final Duration LOOK = Duration.ofMillis(250);

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final Duration CONNECTED = Duration.ofMillis(20);

	private static final Duration TELL = Duration.ofSeconds(1);

	/** So that many followed runs do not flood the store. */
	private static final int LOOKS_PER_MILLISECOND = 10;

	private static final int COMMANDS_AT_A_TIME = 256;

	/** By key. Changed on the loop alone. */
	private final Map<String, SharedWork> own = new ConcurrentHashMap<>();

	private final Map<String, SharedWork> followed = new ConcurrentHashMap<>();

	private final KeptTokens kept;

	private final Disposable.Composite ticks = Disposables.composite();

	private final AnswerSource source;

	private final RunStore store;

	private final FleetSettings settings;

	private final Scheduler loop;

	private final Membership membership;

	private final Runnable takenOver;

	private Function<String, Optional<Outcome>> outcomes = (name) -> Optional.empty();

	private long sinceStart;

	private long nextLook;

	private long firstTakeOver;

	/**
	 * Share runs.
	 * @param source computes the answers
	 * @param store what all replicas share
	 * @param settings times and rules
	 * @param loop a scheduler of a single thread, for everything but the lease
	 * @param lease another one, which renews the lease and does nothing else
	 * @param takenOver called for each run that is taken over
	 */
	public SharedRuns(AnswerSource source, RunStore store, FleetSettings settings, Scheduler loop, Scheduler lease,
			Runnable takenOver) {
		this.source = source;
		this.store = store;
		this.settings = settings;
		this.loop = loop;
		this.takenOver = takenOver;
		this.kept = new KeptTokens(settings.keepAnswer(), this::now);
		this.membership = new Membership(store, lease, () -> run(this::rejoin));
	}

	@Override
	public void start(Function<String, Optional<Outcome>> keptOutcomes) {
		this.outcomes = keptOutcomes;
		this.membership.start();
		this.ticks
			.add(Flux.interval(LOOK, this.loop).subscribe((tick) -> this.sinceStart = (tick + 1) * LOOK.toMillis()));
		this.ticks.add(every(LOOK, this::look));
		this.ticks.add(every(TELL, this::tell));
	}

	/** Skips a tick while the one before is not done. */
	private Disposable every(Duration period, Supplier<Mono<Void>> task) {
		return Flux.interval(period, this.loop).onBackpressureDrop().concatMap((tick) -> task.get(), 1).subscribe();
	}

	@Override
	public Work create(String run, AnswerRequest request, Life life) {
		return SharedWork.own(this, run, request, life);
	}

	@Override
	public Mono<Found> find(String run) {
		if (!RunName.isValid(run)) {
			return Mono.empty();
		}
		return isUpSoon().then(ask((shared) -> shared.look(RunKey.of(run))))
			.flatMap((state) -> found(run, state))
			.onErrorMap((failure) -> unavailable());
	}

	/** A replica that has just started may not be connected yet. */
	private Mono<Void> isUpSoon() {
		return Mono.defer(() -> isUp() ? Mono.empty()
				: Flux.interval(CONNECTED, this.loop)
					.filter((tick) -> isUp())
					.next()
					.timeout(PATIENCE, this.loop)
					.then());
	}

	private Mono<Found> found(String run, RunState state) {
		return switch (state) {
			case RunState.Unknown _ -> Mono.empty();
			case RunState.Ended(Outcome outcome) -> Mono.just(new Found.Ended(outcome));
			case RunState.Running running ->
				lease(running.owner()).map((lease) -> new Found.Running(SharedWork.found(this, run, running),
						running.progress(), lease != Lease.HELD && !this.own.containsKey(RunKey.of(run))));
		};
	}

	/** This replica computes nothing but its own runs. */
	private Mono<Lease> lease(String owner) {
		return owner.equals(replica()) ? Mono.just(Lease.LAPSED) : ask((shared) -> shared.lease(owner));
	}

	static UnavailableException unavailable() {
		return new UnavailableException("the runs of other replicas cannot be reached, try again soon");
	}

	@Override
	public int followed() {
		return this.followed.size();
	}

	/**
	 * Count the runs that are computed here.
	 * @return the number of those that have been begun or taken over
	 */
	int owned() {
		return this.own.size();
	}

	/**
	 * Count the ends that the store may have to be told again.
	 * @return their number
	 */
	int kept() {
		return this.kept.names().size();
	}

	@Override
	public boolean isUp() {
		return this.membership.isUp();
	}

	@Override
	public Mono<Void> settle() {
		return Flux.interval(Duration.ZERO, LOOK, this.loop)
			.filter((tick) -> this.own.isEmpty() || !isUp())
			.next()
			.then();
	}

	@Override
	public Mono<Void> leave() {
		return Mono.defer(() -> {
			this.ticks.dispose();
			return this.membership.leave();
		});
	}

	@Override
	public void close() {
		this.ticks.dispose();
		this.membership.close();
		this.loop.dispose();
	}

	private Mono<Void> look() {
		if (!isUp()) {
			this.followed.values()
				.forEach((work) -> work.endIfUnseenFor(this.settings.answerTimeout(),
						"the runs of other replicas cannot be reached"));
		}
		if (!isUp() || this.followed.isEmpty() || now() < this.nextLook) {
			return Mono.empty();
		}
		this.nextLook = now() + this.followed.size() / LOOKS_PER_MILLISECOND;
		return each(this.followed.values(), SharedWork::look).then(Mono.defer(this::takeOver));
	}

	private Mono<Void> takeOver() {
		if (now() < this.firstTakeOver) {
			return Mono.empty();
		}
		return each(this.followed.values().stream().map(SharedWork::owner).distinct().toList(),
				(owner) -> lease(owner).onErrorComplete()
					.filter((lease) -> lease != Lease.HELD)
					.flatMap((lease) -> takeOver(owner, lease == Lease.LAPSED)));
	}

	private Mono<Void> takeOver(String owner, boolean isLoss) {
		return each(this.followed.values()
			.stream()
			.filter((work) -> work.owner().equals(owner) && !this.own.containsKey(work.key()))
			.toList(), (work) -> work.takeOver(isLoss));
	}

	private Mono<Void> tell() {
		this.kept.sweep();
		if (!isUp() || this.own.isEmpty()) {
			return Mono.empty();
		}
		return each(this.own.values(), SharedWork::tellProgress).then(takeStopped());
	}

	private Mono<Void> takeStopped() {
		return ask(RunStore::takeStopped).doOnNext((keys) -> keys.forEach(this::stopped)).onErrorComplete().then();
	}

	private void stopped(String key) {
		SharedWork work = this.own.get(key);
		if (work != null) {
			work.stoppedElsewhere();
		}
	}

	/** Owners that were cut off, too, get the time to renew their leases. */
	private void rejoin() {
		this.firstTakeOver = now() + this.settings.lease().toMillis();
		this.followed.values().forEach(SharedWork::waitAgain);
		each(this.own.values(), SharedWork::beginAgain).then(each(this.kept.names(), this::finishAgain)).subscribe();
	}

	private Mono<Void> finishAgain(String name) {
		return Mono.justOrEmpty(this.outcomes.apply(name))
			.flatMap((outcome) -> ask((shared) -> shared.finish(RunKey.of(name), this.kept.token(name), outcome)))
			.onErrorComplete()
			.then();
	}

	private static <T> Mono<Void> each(Collection<T> all, Function<T, Mono<Void>> task) {
		return Flux.fromIterable(List.copyOf(all)).flatMap(task, COMMANDS_AT_A_TIME).then();
	}

	String replica() {
		return this.store.replica();
	}

	FleetSettings settings() {
		return this.settings;
	}

	Scheduler timer() {
		return this.loop;
	}

	/**
	 * Measure a time. No clock is asked, since somebody may set it.
	 * @return milliseconds since the start, as of the last tick
	 */
	long now() {
		return this.sinceStart;
	}

	void run(Runnable task) {
		this.loop.schedule(task);
	}

	<T> Mono<T> onLoop(Supplier<Mono<T>> task) {
		return Mono.defer(task).subscribeOn(this.loop);
	}

	/**
	 * Ask the store.
	 * @param <T> the answer
	 * @param command the question
	 * @return the answer or an error, on the loop
	 */
	<T> Mono<T> ask(Function<RunStore, Mono<T>> command) {
		return this.membership.ask(Mono.defer(() -> command.apply(this.store))).publishOn(this.loop);
	}

	/**
	 * Compute an answer here.
	 * @param inputs the inputs
	 * @param progress where the work may tell how far it is
	 * @return the answer or an error, on the loop
	 */
	Mono<Answer> compute(Inputs inputs, Progress progress) {
		return Mono.defer(() -> this.source.compute(inputs.request(), progress)).publishOn(this.loop);
	}

	void own(SharedWork work) {
		this.own.put(work.key(), work);
	}

	boolean owns(SharedWork work) {
		return this.own.get(work.key()) == work;
	}

	void follow(SharedWork work) {
		this.followed.put(work.key(), work);
	}

	void forget(SharedWork work) {
		this.own.remove(work.key(), work);
		this.followed.remove(work.key(), work);
	}

	void keep(String name, long token) {
		this.kept.add(name, token);
	}

	void countTakeOver() {
		this.takenOver.run();
	}

}
