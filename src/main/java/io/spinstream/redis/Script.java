package io.spinstream.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

import io.lettuce.core.ScriptOutputType;

/**
 * The scripts that Redis runs. Each is one atomic step, and one that is repeated does no
 * harm.
 */
enum Script {

	BEGIN(ScriptOutputType.INTEGER),

	LOOK(ScriptOutputType.MULTI),

	CLAIM(ScriptOutputType.MULTI),

	PROGRESS(ScriptOutputType.INTEGER),

	LIVE(ScriptOutputType.INTEGER),

	FINISH(ScriptOutputType.INTEGER),

	DROP(ScriptOutputType.INTEGER),

	STOP(ScriptOutputType.MULTI),

	TELL(ScriptOutputType.INTEGER),

	TAKE(ScriptOutputType.MULTI),

	RENEW(ScriptOutputType.INTEGER);

	private final ScriptOutputType output;

	private final byte[] text = read(name().toLowerCase(Locale.ROOT) + ".lua");

	private final String digest = digest(this.text);

	Script(ScriptOutputType output) {
		this.output = output;
	}

	private static byte[] read(String file) {
		try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(file), file)) {
			return in.readAllBytes();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static String digest(byte[] text) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
		}
		catch (NoSuchAlgorithmException absent) {
			throw new IllegalStateException(absent);
		}
	}

	ScriptOutputType output() {
		return this.output;
	}

	byte[] text() {
		return this.text;
	}

	/**
	 * Return the name by which Redis knows the script after it has run once.
	 * @return its SHA-1 in hexadecimal digits
	 */
	String digest() {
		return this.digest;
	}

}
