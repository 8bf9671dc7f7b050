package io.spinstream.fleet;

import java.util.Locale;

/**
 * Which runs are computed again when their replica is gone.
 */
public enum TakeOver {

	/** Those that were begun by {@code GET}: asking again changes nothing. */
	GET,
	/** All. */
	ANY,
	/** None: each fails. */
	NONE;

	/**
	 * Tell whether a run may be computed again.
	 * @param method the HTTP method of the request that began it
	 * @return {@code false} if the upstream must not be asked again
	 */
	boolean admits(String method) {
		return switch (this) {
			case GET -> method.equals("GET");
			case ANY -> true;
			case NONE -> false;
		};
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
