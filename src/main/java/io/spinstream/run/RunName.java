package io.spinstream.run;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Names of runs: 128 random bits in base64url.
 */
final class RunName {

	private static final int BYTES = 16;

	private static final SecureRandom random = new SecureRandom();

	private RunName() {
	}

	static String random() {
		byte[] bits = new byte[BYTES];
		random.nextBytes(bits);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
	}

}
