package io.spinstream.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.spinstream.run.AnswerException.Kind;
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

	private static final Runnable NOTHING = () -> {
	};

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
		return new Run(this, name, known,
				new Computation(work, (computation, outcome) -> end(name, computation, outcome)));
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
	 * @return the run; nothing if the name is unknown or was forgotten
	 */
	Optional<Run> find(String name) {
		return find(name, false);
	}

	private synchronized Optional<Run> find(String name, boolean isReader) {
		ActiveRun entry = this.active.get(name);
		if (entry == null) {
			return this.ended.find(name).map((outcome) -> ended(name, outcome));
		}
		Run run = new Run(this, name, true, entry.computation());
		if (isReader) {
			expect(run, entry);
		}
		if (!this.readers.containsKey(name)) {
			extend(entry);
		}
		return Optional.of(run);
	}

	private void extend(ActiveRun unread) {
		Duration time = timeUnread(unread);
		if (unread.lifeUnread() != Life.DETACHED && !time.isZero()) {
			expireAfter(time, unread);
		}
	}

	private void expect(Run reader, ActiveRun entry) {
		entry.expect(reader, now(), now() + ARRIVAL.toNanos());
	}

	/**
	 * Find a run that has begun here or on another replica.
	 * @param name the name of the run
	 * @return the run, which has its resume window again if nobody reads it; nothing if
	 * the name is unknown or was forgotten; an {@link UnavailableException} if it is
	 * unknown here and others cannot be asked
	 */
	public Mono<Run> findAnywhere(String name) {
		return findAnywhere(name, false);
	}

	/**
	 * Find a run for a reader, who has ten seconds to join it: that long it goes on, even
	 * if all others leave.
	 * @param name the name of the run
	 * @return what {@link #findAnywhere(String)} returns
	 */
	public Mono<Run> findForReader(String name) {
		return findAnywhere(name, true);
	}

	private Mono<Run> findAnywhere(String name, boolean isReader) {
		return Mono.defer(() -> find(name, isReader).map(Mono::just)
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
		if (!enter(run)) {
			return;
		}
		ActiveRun entry = this.active.get(run.name());
		expect(run, entry);
		if (!this.readers.containsKey(run.name())) {
			expireAfter(longer(this.settings.resumeWindow(), ARRIVAL), entry);
		}
	}

	private Run ended(String name, Outcome outcome) {
		Computation computation = new Computation(DONE, (same, known) -> {
		});
		computation.end(outcome);
		return new Run(this, name, true, computation);
	}

	/** Returns how long a run goes on without a reader, unless it is detached. */
	private Duration timeUnread(ActiveRun entry) {
		Duration time = (entry.lifeUnread() == Life.RESUMABLE) ? this.settings.resumeWindow() : Duration.ZERO;
		return longer(time, Duration.ofNanos(entry.longestWait(now())));
	}

	/** In nanoseconds: Reactor measures these by a clock that nobody can set. */
	private long now() {
		return this.timer.now(TimeUnit.NANOSECONDS);
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
			this.active.get(run.name()).joined(run);
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
		removeReader(run.name()).run();
	}

	/** Returns what ends the run if nobody is left, to be called outside of the lock. */
	private synchronized Runnable removeReader(String name) {
		boolean isRead = this.readers.computeIfPresent(name, (same, count) -> (count > 1) ? count - 1 : null) != null;
		ActiveRun entry = this.active.get(name);
		if (isRead || entry == null || entry.lifeUnread() == Life.DETACHED) {
			return NOTHING;
		}
		Duration time = timeUnread(entry);
		int extensions = entry.extensions();
		if (time.isZero()) {
			return () -> release(entry, extensions);
		}
		expireAfter(time, entry);
		return NOTHING;
	}

	private void expireAfter(Duration time, ActiveRun entry) {
		int extensions = entry.extend();
		entry.expireBy(this.timer.schedule(() -> release(entry, extensions), time.toNanos(), TimeUnit.NANOSECONDS));
	}

	/**
	 * Outside of the lock, since the end of one run may start the work of another. Others
	 * must know again of a run that a reader has joined or found in the meantime.
	 */
	private void release(ActiveRun unread, int extensions) {
		unread.computation().source().release().onErrorReturn(true).subscribe((isReleased) -> {
			if (!isReleased && unread.computation().isStarted()) {
				releaseAgain(unread, extensions);
			}
			else if (removeUnread(unread, extensions)) {
				unread.computation().fail(new AnswerException(Kind.UNREAD, "nobody waited for the answer"));
			}
			else {
				unread.computation().source().begin().subscribe();
			}
		});
	}

	private synchronized void releaseAgain(ActiveRun unread, int extensions) {
		if (isUnread(unread, extensions)) {
			expireAfter(RELEASE_AGAIN, unread);
		}
	}

	private synchronized boolean removeUnread(ActiveRun entry, int extensions) {
		return isUnread(entry, extensions) && this.active.remove(entry.name()) == entry;
	}

	private boolean isUnread(ActiveRun entry, int extensions) {
		return entry.extensions() == extensions && !this.readers.containsKey(entry.name())
				&& entry.lifeUnread() != Life.DETACHED && this.active.get(entry.name()) == entry;
	}

	/** A run may have been found again, and computed anew, since it was forgotten. */
	private synchronized void end(String name, Computation computation, Outcome outcome) {
		ActiveRun entry = this.active.get(name);
		if (entry == null || entry.computation() != computation) {
			return;
		}
		this.active.remove(name);
		entry.stay();
		if (outcome.isFinal()) {
			this.ended.keep(name, outcome);
		}
	}

}
