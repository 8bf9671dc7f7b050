package io.spinstream.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * A map whose entries are forgotten after a time.
 */
final class ExpiringMap<V> {

	private final Map<String, Entry<V>> entries = new HashMap<>();

	private final Scheduler timer;

	ExpiringMap(Scheduler timer) {
		this.timer = timer;
	}

	@Nullable V get(String key) {
		Entry<V> entry = this.entries.get(key);
		return (entry != null && entry.expiry() > now()) ? entry.value() : null;
	}

	void put(String key, V value, long millis) {
		this.entries.put(key, new Entry<>(value, now() + millis));
	}

	/**
	 * Replace a value. It is forgotten when the one before would have been.
	 * @param key a key that is known
	 * @param value the new value
	 */
	void replace(String key, V value) {
		this.entries.computeIfPresent(key, (same, entry) -> new Entry<>(value, entry.expiry()));
	}

	@Nullable V remove(String key) {
		V value = get(key);
		this.entries.remove(key);
		return value;
	}

	void clear() {
		this.entries.clear();
	}

	/**
	 * Return to what was known before.
	 * @param earlier a copy of this map
	 */
	void restore(ExpiringMap<V> earlier) {
		this.entries.clear();
		this.entries.putAll(earlier.entries);
	}

	/**
	 * Tell which entries there are.
	 * @param listener gets each key, and for how many milliseconds it is known
	 */
	void forEachLife(BiConsumer<String, Long> listener) {
		this.entries.keySet()
			.stream()
			.filter((key) -> get(key) != null)
			.forEach((key) -> listener.accept(key, this.entries.get(key).expiry() - now()));
	}

	private long now() {
		return this.timer.now(TimeUnit.MILLISECONDS);
	}

	private record Entry<V>(V value, long expiry) {
	}

}
