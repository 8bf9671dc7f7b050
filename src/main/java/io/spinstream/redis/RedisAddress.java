package io.spinstream.redis;

import java.util.Optional;

import io.lettuce.core.RedisURI;

/**
 * Where Redis is.
 */
final class RedisAddress {

	private RedisAddress() {
	}

	/**
	 * Parse a URI.
	 * @param uri the URI, which may have a password: no message tells it
	 * @return the address
	 * @throws IllegalArgumentException if there is none
	 */
	static RedisURI parse(String uri) {
		return attempt(uri).filter((address) -> !isPortInHost(address))
			.orElseThrow(() -> new IllegalArgumentException("the address of Redis must be like redis://host:6379"
					+ " or rediss://user:password@host:6379, and a host has no underscore"));
	}

	private static Optional<RedisURI> attempt(String uri) {
		try {
			return Optional.of(RedisURI.create(uri));
		}
		catch (RuntimeException malformed) {
			return Optional.empty();
		}
	}

	/** Lettuce takes the port for a part of a host that it cannot read. */
	private static boolean isPortInHost(RedisURI address) {
		String host = address.getHost();
		return host != null && host.contains(":") && !host.startsWith("[");
	}

}
