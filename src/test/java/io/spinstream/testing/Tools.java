package io.spinstream.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Programs that some tests need and that may not be installed.
 */
public final class Tools {

	private static final String SKIP_NOTHING = "SPINSTREAM_SKIP_NOTHING";

	private Tools() {
	}

	/**
	 * Find a program. If it is not installed, the test is skipped, or fails if
	 * {@code SPINSTREAM_SKIP_NOTHING} is {@code true}.
	 * @param names the names that the program may have
	 * @return its path
	 */
	public static String find(String... names) {
		return Stream.of(names).flatMap((name) -> search(name).stream()).findFirst().orElseGet(() -> missing(names));
	}

	private static Optional<String> search(String name) {
		return Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst();
	}

	/**
	 * Tell whether a test that would be skipped must fail.
	 * @return whether {@code SPINSTREAM_SKIP_NOTHING} is {@code true}
	 */
	public static boolean mustSkipNothing() {
		return Boolean.parseBoolean(System.getenv(SKIP_NOTHING));
	}

	private static String missing(String... names) {
		return skip("needs " + String.join(" or ", names) + ", which is not installed here");
	}

	/**
	 * Skip the test, or fail if {@code SPINSTREAM_SKIP_NOTHING} is {@code true}.
	 * @param why what the test lacks
	 * @return never
	 */
	public static String skip(String why) {
		String reason = "SKIPPED: " + why;
		if (mustSkipNothing()) {
			return fail(reason + ", and " + SKIP_NOTHING + " is set");
		}
		return skipInAnyCase(why);
	}

	/**
	 * Skip the test, for want of something that cannot be installed everywhere.
	 * @param why what the test lacks
	 * @return never
	 */
	public static String skipInAnyCase(String why) {
		String reason = "SKIPPED: " + why;
		System.err.println(reason);
		return abort(reason);
	}

}
