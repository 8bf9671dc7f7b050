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
public final class Runs {

	/** How long a reader may take between finding a run and joining it. */
	private static final Duration ARRIVAL = Duration.ofSeconds(10);

	private final Map<String, ActiveRun> active = new LinkedHashMap<>();

	/** The number of readers by run. A run without readers has no entry. */
	private final Map<String, Integer> readers = new HashMap<>();

	private final EndedRuns ended;

	private final AnswerSource source;

	private final RunSettings settings;

	private final Scheduler timer;

	/**
	 * Create a registry without runs.
	 * @param source computes the answers
	 * @param settings limits and times
	 * @param timer measures the times
	 */
	public Runs(AnswerSource source, RunSettings settings, Scheduler timer) {
		this.source = source;
		this.settings = settings;
		this.timer = timer;
		this.ended = new EndedRuns(settings.keepAnswer(), settings.keptBytes(), timer);
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
		return new Run(this, name, false, life,
				new Computation((progress) -> this.source.compute(request, progress), (outcome) -> end(name, outcome)));
	}

	/**
	 * Name the parameters that a request for a run must have.
	 * @return the names, in the order in which a form shows them
	 */
	public List<String> parameters() {
		return this.source.parameters();
	}

	/**
	 * Find a run that has begun.
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
		return Optional.of(new Run(this, name, true, entry.run().life(), entry.run().computation()));
	}

	private Run ended(String name, Outcome outcome) {
		return new Run(this, name, true, Life.DETACHED, new Computation((progress) -> outcome.answer(), (same) -> {
		}));
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/**
	 * Count the runs that are being computed.
	 * @return their number
	 */
	public synchronized int active() {
		return this.active.size();
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
		if (this.active.size() >= this.settings.maxRuns()) {
			throw new UnavailableException("all %d runs are taken, try again soon".formatted(this.settings.maxRuns()));
		}
	}

	/**
	 * End all runs that are being computed, the newest first: those that wait for their
	 * turn end before others give it to them.
	 * @param failure what their readers get
	 */
	public void fail(AnswerException failure) {
		snapshot().forEach((entry) -> entry.run().computation().fail(failure));
	}

	private synchronized List<ActiveRun> snapshot() {
		return List.copyOf(this.active.values()).reversed();
	}

	synchronized boolean join(Run run, int mostReaders) {
		if (!hasRoom(run, mostReaders)) {
			return false;
		}
		if (!run.isKnown()) {
			begin(run);
		}
		this.readers.merge(run.name(), 1, Integer::sum);
		ActiveRun entry = this.active.get(run.name());
		if (entry != null) {
			entry.stay();
		}
		return true;
	}

	synchronized boolean hasRoom(Run run, int mostReaders) {
		return this.readers.getOrDefault(run.name(), 0) < mostReaders;
	}

	private void begin(Run run) {
		checkPlace();
		this.active.put(run.name(), new ActiveRun(run, run.life()));
	}

	synchronized boolean isActive(Run run) {
		return this.active.containsKey(run.name());
	}

	synchronized void detach(Run run) {
		ActiveRun entry = this.active.get(run.name());
		if (entry != null) {
			entry.detach();
		}
	}

	void leave(Run run) {
		ActiveRun unread = removeReader(run.name());
		if (unread != null) {
			failUnread(unread);
		}
	}

	/** Returns the entry of a run that ends because its last reader has left. */
	private synchronized @Nullable ActiveRun removeReader(String name) {
		if (this.readers.computeIfPresent(name, (same, count) -> (count > 1) ? count - 1 : null) != null) {
			return null;
		}
		ActiveRun entry = this.active.get(name);
		return switch ((entry != null) ? entry.lifeUnread() : Life.DETACHED) {
			case WHILE_READ -> this.active.remove(name);
			case RESUMABLE -> {
				expireAfter(this.settings.resumeWindow(), entry);
				yield null;
			}
			case DETACHED -> null;
		};
	}

	private void expireAfter(Duration window, ActiveRun entry) {
		entry.expireBy(this.timer.schedule(() -> expire(entry), window.toNanos(), TimeUnit.NANOSECONDS));
	}

	private void expire(ActiveRun entry) {
		if (removeUnread(entry)) {
			failUnread(entry);
		}
	}

	private synchronized boolean removeUnread(ActiveRun entry) {
		String name = entry.run().name();
		return !this.readers.containsKey(name) && entry.lifeUnread() != Life.DETACHED
				&& this.active.remove(name, entry);
	}

	/** Outside of the lock, since the end of one run may start the work of another. */
	private static void failUnread(ActiveRun entry) {
		entry.run().computation().fail(new AnswerException(Kind.UNREAD, "nobody waited for the answer"));
	}

	private synchronized void end(String name, Outcome outcome) {
		ActiveRun entry = this.active.remove(name);
		if (entry == null) {
			return;
		}
		entry.stay();
		this.ended.keep(name, outcome);
	}

}
