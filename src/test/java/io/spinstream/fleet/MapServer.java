package io.spinstream.fleet;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * What replicas share, in memory. A scheduler measures the times. A {@link MapStore} for
 * each replica carries the operations out.
 */
final class MapServer {

	private static final long STOPS_MILLIS = 60_000;

	private static final Outcome STOPPED = new Outcome.Failed(new AnswerException(Kind.STOPPED, "stopped"));

	private final ExpiringMap<Entry> runs;

	private final ExpiringMap<Boolean> reads;

	private final ExpiringMap<Boolean> leases;

	private final ExpiringMap<Set<String>> stops;

	private final FleetSettings settings;

	private final Scheduler timer;

	/**
	 * Create a server that knows nothing.
	 * @param settings the times after which it forgets
	 * @param timer measures them, and those of the stores
	 */
	MapServer(FleetSettings settings, Scheduler timer) {
		this.runs = new ExpiringMap<>(timer);
		this.reads = new ExpiringMap<>(timer);
		this.leases = new ExpiringMap<>(timer);
		this.stops = new ExpiringMap<>(timer);
		this.settings = settings;
		this.timer = timer;
	}

	Scheduler timer() {
		return this.timer;
	}

	/**
	 * Forget everything.
	 */
	synchronized void flush() {
		this.runs.clear();
		this.reads.clear();
		this.leases.clear();
		this.stops.clear();
	}

	/**
	 * Copy what is known.
	 * @return a server that knows the same
	 */
	synchronized MapServer copy() {
		MapServer copy = new MapServer(this.settings, this.timer);
		copy.restore(this);
		return copy;
	}

	/**
	 * Return to what was known before, as after a fail-over that loses writes.
	 * @param earlier a copy of this server
	 */
	synchronized void restore(MapServer earlier) {
		this.runs.restore(earlier.runs);
		this.reads.restore(earlier.reads);
		this.leases.restore(earlier.leases);
		this.stops.restore(earlier.stops);
	}

	/**
	 * Forget a run, as a server does that has no memory left.
	 * @param name its name
	 */
	synchronized void forget(String name) {
		this.runs.remove(RunKey.of(name));
	}

	/**
	 * List what is known.
	 * @return for how many milliseconds from now on each key is known
	 */
	synchronized Map<String, Long> lives() {
		Map<String, Long> lives = new TreeMap<>();
		this.runs.forEachLife((key, life) -> lives.put("run:" + key, life));
		this.reads.forEachLife((key, life) -> lives.put("read:" + key, life));
		this.leases.forEachLife((key, life) -> lives.put("replica:" + key, life));
		this.stops.forEachLife((key, life) -> lives.put("stop:" + key, life));
		return lives;
	}

	/**
	 * Tell what is known of a run, without the effects of a look.
	 * @param key a key
	 * @return its state, or {@code null}
	 */
	synchronized @Nullable Entry known(String key) {
		return this.runs.get(key);
	}

	synchronized boolean begin(String me, String key, long token, Inputs inputs) {
		Entry known = this.runs.get(key);
		if (known == null) {
			put(key, new Running(me, token, 0, inputs, ""));
			return true;
		}
		return known.owner().equals(me);
	}

	synchronized RunState look(String me, String key) {
		Entry known = this.runs.get(key);
		if (known instanceof Running running && !running.owner().equals(me)) {
			this.reads.put(key, true, this.settings.read().toMillis());
		}
		return state(known);
	}

	private static RunState state(@Nullable Entry entry) {
		return switch (entry) {
			case null -> new RunState.Unknown();
			case Running running -> new RunState.Running(running.owner(), running.token(), running.progress());
			case Ended ended -> new RunState.Ended(ended.outcome());
		};
	}

	synchronized @Nullable Claim claim(String me, String key, long token, boolean isLoss) {
		if (!(this.runs.get(key) instanceof Running running)) {
			return null;
		}
		boolean isReplay = running.owner().equals(me) && running.token() == token + 1;
		if (!isReplay && running.token() != token) {
			return null;
		}
		int losses = running.losses() + ((isLoss && !isReplay) ? 1 : 0);
		if (!isReplay) {
			put(key, new Running(me, token + 1, losses, running.inputs(), ""));
		}
		return new Claim(token + 1, losses, running.inputs());
	}

	synchronized boolean progress(String me, String key, long token, String text) {
		if (!(this.runs.get(key) instanceof Running running) || !running.isOf(me, token)) {
			return false;
		}
		this.runs.replace(key, new Running(running.owner(), running.token(), running.losses(), running.inputs(), text));
		return true;
	}

	synchronized boolean live(String key, Life life) {
		if (!(this.runs.get(key) instanceof Running running)) {
			return false;
		}
		Inputs before = running.inputs();
		Inputs inputs = new Inputs(before.method(), before.parameters(), before.headers(), before.body(), life);
		this.runs.replace(key,
				new Running(running.owner(), running.token(), running.losses(), inputs, running.progress()));
		return true;
	}

	synchronized boolean finish(String me, String key, long token, Outcome outcome) {
		Entry known = this.runs.get(key);
		if (known instanceof Ended ended) {
			return ended.token() == token && isSame(ended.outcome(), outcome);
		}
		if (known != null && known.token() >= token && !known.isOf(me, token)) {
			return false;
		}
		put(key, new Ended(me, token, outcome));
		return true;
	}

	private static boolean isSame(Outcome one, Outcome other) {
		return switch (one) {
			case Outcome.Answered(Answer answer) ->
				other instanceof Outcome.Answered(Answer same) && answer.contentType().equals(same.contentType())
						&& answer.charset().equals(same.charset()) && Arrays.equals(answer.bytes(), same.bytes());
			case Outcome.Failed(AnswerException failure) -> other instanceof Outcome.Failed(AnswerException same)
					&& failure.kind() == same.kind() && failure.reason().equals(same.reason());
		};
	}

	synchronized boolean drop(String me, String key, long token) {
		if (!(this.runs.get(key) instanceof Running running) || !running.isOf(me, token)
				|| running.inputs().life() == Life.DETACHED || this.reads.get(key) != null) {
			return false;
		}
		this.runs.remove(key);
		return true;
	}

	synchronized RunState stop(String key) {
		Entry known = this.runs.get(key);
		if (known instanceof Running running) {
			put(key, new Ended(running.owner(), running.token() + 1, STOPPED));
		}
		return state(known);
	}

	private void put(String key, Running running) {
		this.runs.put(key, running, this.settings.running().toMillis());
	}

	private void put(String key, Ended ended) {
		this.runs.put(key, ended, this.settings.ended().toMillis());
	}

	synchronized void tellStopped(String replica, String key) {
		Set<String> before = this.stops.get(replica);
		Set<String> keys = (before != null) ? new HashSet<>(before) : new HashSet<>();
		keys.add(key);
		this.stops.put(replica, keys, STOPS_MILLIS);
	}

	synchronized List<String> takeStopped(String me) {
		Set<String> keys = this.stops.remove(me);
		return (keys != null) ? List.copyOf(keys) : List.of();
	}

	synchronized Lease lease(String replica) {
		Boolean isHeld = this.leases.get(replica);
		return (isHeld == null) ? Lease.LAPSED : (isHeld ? Lease.HELD : Lease.GIVEN_BACK);
	}

	synchronized boolean renew(String me) {
		boolean wasThere = lease(me) == Lease.HELD;
		this.leases.put(me, true, this.settings.lease().toMillis());
		return wasThere;
	}

	synchronized void leave(String me) {
		this.leases.put(me, false, this.settings.running().toMillis());
	}

	sealed interface Entry {

		String owner();

		long token();

		default boolean isOf(String replica, long claimed) {
			return owner().equals(replica) && claimed >= token();
		}

	}

	record Running(String owner, long token, int losses, Inputs inputs, String progress) implements Entry {
	}

	record Ended(String owner, long token, Outcome outcome) implements Entry {
	}

}
