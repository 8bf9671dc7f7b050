package io.spinstream.fleet;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;

/**
 * The tokens of runs that ended here and whose outcome may have to be told to the store
 * again. For use on one thread.
 */
final class KeptTokens {

	private final Map<String, Entry> oldestFirst = new LinkedHashMap<>();

	private final long keepMillis;

	private final Scheduler timer;

	KeptTokens(Duration keep, Scheduler timer) {
		this.keepMillis = keep.toMillis();
		this.timer = timer;
	}

	void add(String name, long token) {
		this.oldestFirst.put(name, new Entry(token, now() + this.keepMillis));
	}

	List<String> names() {
		return List.copyOf(this.oldestFirst.keySet());
	}

	/**
	 * Return the token of a run.
	 * @param name the name of a run
	 * @return the token, or 0 if it is not kept any more
	 */
	long token(String name) {
		Entry entry = this.oldestFirst.get(name);
		return (entry != null) ? entry.token() : 0;
	}

	/**
	 * Forget what is kept no longer.
	 */
	void sweep() {
		Iterator<Entry> entries = this.oldestFirst.values().iterator();
		while (entries.hasNext() && entries.next().expiry() <= now()) {
			entries.remove();
		}
	}

	private long now() {
		return this.timer.now(TimeUnit.MILLISECONDS);
	}

	private record Entry(long token, long expiry) {
	}

}
