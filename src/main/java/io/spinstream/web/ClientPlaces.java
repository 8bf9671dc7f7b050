package io.spinstream.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Counts the places that each client takes. A client has no entry while it takes none.
 * For use by any thread.
 */
final class ClientPlaces {

	private final Map<String, Integer> taken = new ConcurrentHashMap<>();

	private final int most;

	/**
	 * Create a count of nothing.
	 * @param most how many places a client may take, or nothing for any number
	 */
	ClientPlaces(@Nullable Integer most) {
		this.most = (most != null) ? most : Integer.MAX_VALUE;
	}

	boolean isLimited() {
		return this.most < Integer.MAX_VALUE;
	}

	int most() {
		return this.most;
	}

	/**
	 * Take a place.
	 * @param client the address of a client
	 * @return whether there was one
	 */
	boolean tryAcquire(String client) {
		if (!isLimited()) {
			return true;
		}
		boolean[] acquired = new boolean[1];
		this.taken.compute(client, (same, count) -> {
			int before = (count != null) ? count : 0;
			acquired[0] = before < this.most;
			return acquired[0] ? Integer.valueOf(before + 1) : count;
		});
		return acquired[0];
	}

	boolean hasRoom(String client) {
		return this.taken.getOrDefault(client, 0) < this.most;
	}

	/**
	 * Give a place back.
	 * @param client the address of a client that has taken one
	 */
	void release(String client) {
		this.taken.computeIfPresent(client, (same, count) -> (count > 1) ? Integer.valueOf(count - 1) : null);
	}

}
