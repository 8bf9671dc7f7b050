package io.spinstream.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The keys of runs in a store: who reads the store does not learn the names, which are
 * the permission to read a run by HTTP.
 */
final class RunKey {

	private RunKey() {
	}

	/**
	 * Return the key of a run.
	 * @param name the name of the run
	 * @return its SHA-256 in base64url
	 */
	static String of(String name) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException absent) {
			throw new IllegalStateException(absent);
		}
	}

}
