package io.spinstream.run;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Names of runs: 128 random bits in base64url.
 */
public final class RunName {

	private static final int BYTES = 16;

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");

	private static final SecureRandom random = new SecureRandom();

	private RunName() {
	}

	/**
	 * Tell whether a text may be the name of a run.
	 * @param text any text
	 * @return {@code false} if no run has such a name
	 */
	public static boolean isValid(String text) {
		return FORM.matcher(text).matches();
	}

	static String random() {
		byte[] bits = new byte[BYTES];
		random.nextBytes(bits);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
	}

}
