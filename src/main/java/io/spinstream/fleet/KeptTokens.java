package io.spinstream.fleet;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The tokens of runs that ended here and whose outcome may have to be told to the store
 * again. For use on one thread.
 */
final class KeptTokens {

	private final Map<String, Entry> oldestFirst = new LinkedHashMap<>();

	private final long keepMillis;

	private final LongSupplier now;

	KeptTokens(Duration keep, LongSupplier now) {
		this.keepMillis = keep.toMillis();
		this.now = now;
	}

	void add(String name, long token) {
		this.oldestFirst.put(name, new Entry(token, this.now.getAsLong() + this.keepMillis));
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
		while (entries.hasNext() && entries.next().expiry() <= this.now.getAsLong()) {
			entries.remove();
		}
	}

	private record Entry(long token, long expiry) {
	}

}
