package io.spinstream.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.spinstream.run.AnswerException.Kind;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The registry of runs: those that are being computed, and the outcomes of those that
 * have ended. For use by any thread.
 */
public final class Runs implements AutoCloseable {

	/** How long a reader may take between finding a run and joining it. */
	private static final Duration ARRIVAL = Duration.ofSeconds(10);

	/** How often a run that is read elsewhere is asked for again. */
	private static final Duration RELEASE_AGAIN = Duration.ofSeconds(1);

	/** The work of runs that have ended. */
	private static final Work DONE = new Alone((request, progress) -> Mono.never()).create("",
			new AnswerRequest(Map.of()), Life.DETACHED);

	private final Map<String, ActiveRun> active = new LinkedHashMap<>();

	/** The number of readers by run. A run without readers has no entry. */
	private final Map<String, Integer> readers = new HashMap<>();

	private final EndedRuns ended;

	private final AnswerSource source;

	private final RunSettings settings;

	private final Scheduler timer;

	private final Fleet fleet;

	/**
	 * Create a registry without runs, of a replica without others.
	 * @param source computes the answers
	 * @param settings limits and times
	 * @param timer measures the times
	 */
	public Runs(AnswerSource source, RunSettings settings, Scheduler timer) {
		this(source, settings, timer, new Alone(source));
	}

	/**
	 * Create a registry without runs.
	 * @param source checks the inputs
	 * @param settings limits and times
	 * @param timer measures the times
	 * @param fleet computes the answers, and knows the runs of other replicas
	 */
	public Runs(AnswerSource source, RunSettings settings, Scheduler timer, Fleet fleet) {
		this.source = source;
		this.fleet = fleet;
		this.settings = settings;
		this.timer = timer;
		this.ended = new EndedRuns(settings.keepAnswer(), settings.keptBytes(), timer);
		fleet.start(this.ended::find);
	}

	/**
	 * Prepare a run. It takes no place and cannot be found before its first reader joins.
	 * @param request the inputs
	 * @param life what becomes of the run when nobody reads it
	 * @return a run with a new name
	 * @throws InvalidInputException if an input breaks a rule
	 */
	public Run create(AnswerRequest request, Life life) {
		this.source.check(request);
		String name = RunName.random();
		return run(name, false, this.fleet.create(name, request, life));
	}

	private Run run(String name, boolean known, Work work) {
		return new Run(this, name, known, new Computation(work, (outcome) -> end(name, outcome)));
	}

	/**
	 * Name the parameters that a request for a run must have.
	 * @return the names, in the order in which a form shows them
	 */
	public List<String> parameters() {
		return this.source.parameters();
	}

	/**
	 * Find a run that has begun here.
	 * @param name the name of the run
	 * @return the run, which stays long enough for the reader to join; nothing if the
	 * name is unknown or was forgotten
	 */
	public synchronized Optional<Run> find(String name) {
		ActiveRun entry = this.active.get(name);
		if (entry == null) {
			return this.ended.find(name).map((outcome) -> ended(name, outcome));
		}
		if (!this.readers.containsKey(name) && entry.lifeUnread() == Life.RESUMABLE) {
			expireAfter(longer(this.settings.resumeWindow(), ARRIVAL), entry);
		}
		return Optional.of(new Run(this, name, true, entry.computation()));
	}

	/**
	 * Find a run that has begun here or on another replica.
	 * @param name the name of the run
	 * @return the run; nothing if the name is unknown or was forgotten; an
	 * {@link UnavailableException} if it is unknown here and others cannot be asked
	 */
	public Mono<Run> findAnywhere(String name) {
		return Mono.defer(() -> find(name).map(Mono::just)
			.orElseGet(() -> this.fleet.find(name).map((found) -> found(name, found))));
	}

	private Run found(String name, Fleet.Found found) {
		return switch (found) {
			case Fleet.Found.Ended(Outcome outcome) -> ended(name, outcome);
			case Fleet.Found.Running running -> running(name, running);
		};
	}

	private Run running(String name, Fleet.Found.Running found) {
		Run run = run(name, true, found.work());
		run.progress().tell(found.progress());
		if (found.isAbandoned()) {
			adopt(run);
			run.start();
		}
		return run;
	}

	/** Lets a run go on that nobody reads here yet. */
	private synchronized void adopt(Run run) {
		if (enter(run) && !this.readers.containsKey(run.name())) {
			expireAfter(longer(this.settings.resumeWindow(), ARRIVAL), this.active.get(run.name()));
		}
	}

	private Run ended(String name, Outcome outcome) {
		Computation computation = new Computation(DONE, (same) -> {
		});
		computation.end(outcome);
		return new Run(this, name, true, computation);
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/**
	 * Count the runs that are being computed here.
	 * @return their number
	 */
	public synchronized int active() {
		return Math.max(0, this.active.size() - this.fleet.followed());
	}

	/**
	 * Count the outcomes that are kept.
	 * @return their number
	 */
	public int retained() {
		return this.ended.size();
	}

	/**
	 * Refuse a run if there is no place for it.
	 * @throws UnavailableException if there are too many runs
	 */
	public synchronized void checkPlace() {
		if (active() >= this.settings.maxRuns()) {
			throw new UnavailableException("all %d runs are taken, try again soon".formatted(this.settings.maxRuns()));
		}
	}

	/**
	 * Wait for the runs whose outcome other replicas can tell when this one is gone.
	 * @return completion when they have ended; at once if there are no other replicas
	 */
	public Mono<Void> settle() {
		return this.fleet.settle();
	}

	/**
	 * End all runs that are being computed, the newest first: those that wait for their
	 * turn end before others give it to them. Runs that other replicas go on with are
	 * left to them.
	 * @param reason what their readers get
	 * @return completion when all have ended here
	 */
	public Mono<Void> shutDown(String reason) {
		return this.fleet.leave().then(Mono.fromRunnable(() -> snapshot().forEach((entry) -> {
			boolean isHandedOver = entry.computation().source().isHandedOver();
			entry.computation().fail(new AnswerException(isHandedOver ? Kind.MOVED : Kind.SHUTDOWN, reason));
		})));
	}

	/**
	 * Tell whether other replicas can be asked now.
	 * @return {@code true} if there are no others
	 */
	public boolean isFleetUp() {
		return this.fleet.isUp();
	}

	/**
	 * Leave the runs of other replicas alone.
	 */
	@Override
	public void close() {
		this.fleet.close();
	}

	private synchronized List<ActiveRun> snapshot() {
		return List.copyOf(this.active.values()).reversed();
	}

	synchronized boolean join(Run run, int mostReaders) {
		if (!hasRoom(run, mostReaders)) {
			return false;
		}
		if (enter(run)) {
			this.active.get(run.name()).stay();
		}
		this.readers.merge(run.name(), 1, Integer::sum);
		return true;
	}

	/** Returns whether there is an entry of the run now. */
	private boolean enter(Run run) {
		ActiveRun entry = this.active.get(run.name());
		if (entry != null) {
			run.share(entry.computation());
			return true;
		}
		if (run.computation().isStarted() || run.hasEnded()) {
			return false;
		}
		if (!run.isKnown()) {
			checkPlace();
		}
		this.active.put(run.name(), new ActiveRun(run));
		return true;
	}

	synchronized boolean hasRoom(Run run, int mostReaders) {
		return this.readers.getOrDefault(run.name(), 0) < mostReaders;
	}

	Mono<Void> detach(Run run) {
		stay(run.name());
		return run.computation().source().detach();
	}

	private synchronized void stay(String name) {
		ActiveRun entry = this.active.get(name);
		if (entry != null) {
			entry.stay();
		}
	}

	void leave(Run run) {
		ActiveRun unread = removeReader(run.name());
		if (unread != null) {
			release(unread);
		}
	}

	/** Returns the entry of a run that ends because its last reader has left. */
	private synchronized @Nullable ActiveRun removeReader(String name) {
		if (this.readers.computeIfPresent(name, (same, count) -> (count > 1) ? count - 1 : null) != null) {
			return null;
		}
		ActiveRun entry = this.active.get(name);
		return switch ((entry != null) ? entry.lifeUnread() : Life.DETACHED) {
			case WHILE_READ -> entry;
			case RESUMABLE -> {
				expireAfter(this.settings.resumeWindow(), entry);
				yield null;
			}
			case DETACHED -> null;
		};
	}

	private void expireAfter(Duration window, ActiveRun entry) {
		entry.expireBy(this.timer.schedule(() -> release(entry), window.toNanos(), TimeUnit.NANOSECONDS));
	}

	/**
	 * Outside of the lock, since the end of one run may start the work of another. Others
	 * must know again of a run that a reader has joined or found in the meantime.
	 */
	private void release(ActiveRun unread) {
		int arrivals = arrivals(unread);
		unread.computation().source().release().onErrorReturn(true).subscribe((isReleased) -> {
			if (!isReleased && unread.computation().isStarted()) {
				releaseAgain(unread, arrivals);
			}
			else if (removeUnread(unread, arrivals)) {
				unread.computation().fail(new AnswerException(Kind.UNREAD, "nobody waited for the answer"));
			}
			else {
				unread.computation().source().begin().subscribe();
			}
		});
	}

	private synchronized int arrivals(ActiveRun entry) {
		return entry.arrivals();
	}

	private synchronized void releaseAgain(ActiveRun unread, int arrivals) {
		if (isUnread(unread, arrivals)) {
			expireAfter(RELEASE_AGAIN, unread);
		}
	}

	private synchronized boolean removeUnread(ActiveRun entry, int arrivals) {
		return isUnread(entry, arrivals) && this.active.remove(entry.name()) == entry;
	}

	private boolean isUnread(ActiveRun entry, int arrivals) {
		return entry.arrivals() == arrivals && !this.readers.containsKey(entry.name())
				&& entry.lifeUnread() != Life.DETACHED && this.active.get(entry.name()) == entry;
	}

	private synchronized void end(String name, Outcome outcome) {
		ActiveRun entry = this.active.remove(name);
		if (entry == null) {
			return;
		}
		entry.stay();
		if (outcome.isFinal()) {
			this.ended.keep(name, outcome);
		}
	}

}
