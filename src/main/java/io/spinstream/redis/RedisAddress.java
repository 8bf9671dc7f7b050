package io.spinstream.redis;

import java.util.Optional;
import java.util.regex.Pattern;

import io.lettuce.core.RedisURI;

/**
 * Where Redis is.
 */
final class RedisAddress {

	/**
	 * Lettuce takes what follows an unescaped character of a password for the host, or
	 * what precedes it.
	 */
	private static final Pattern UNESCAPED = Pattern.compile("[^:]+://.*[@/?#].*@.*");

	private static final Pattern QUERY = Pattern.compile("\\?\\w+=.*");

	private RedisAddress() {
	}

	/**
	 * Parse a URI.
	 * @param uri the URI, which may have a password: no message tells it
	 * @return the address
	 * @throws IllegalArgumentException if there is none
	 */
	static RedisURI parse(String uri) {
		return Optional.of(uri)
			.filter((given) -> !UNESCAPED.matcher(QUERY.matcher(given).replaceFirst("")).matches())
			.flatMap(RedisAddress::attempt)
			.filter((address) -> !isPortInHost(address))
			.orElseThrow(() -> new IllegalArgumentException("must be like redis://host:6379"
					+ " or rediss://user:password@host:6379, with @, :, / and # of a password as %40, %3A, %2F and %23,"
					+ " and a host has no underscore"));
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
