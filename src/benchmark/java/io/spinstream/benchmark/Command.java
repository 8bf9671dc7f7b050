package io.spinstream.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands that start servers.
 */
final class Command {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private Command() {
	}

	static List<String> ofClass(Class<?> server, String... arguments) {
		return concat(List.of(JAVA, "-classpath", System.getProperty("java.class.path"), server.getName()),
				List.of(arguments));
	}

	static List<String> ofEndlessService() {
		return concat(ofService(), List.of("--spinstream.answer.delay=1h", "--spinstream.answer.timeout=2h"));
	}

	static List<String> ofService() {
		return List.of(JAVA, "-jar", Path.of("target", "spinstream.jar").toString(), "--spinstream.max-streams=50000",
				"--spinstream.max-thread-streams=50000");
	}

	/**
	 * Add the JVM options of the image to a command.
	 * @param command the command
	 * @return the same with the options of {@code image/java.args}, except {@code -jar}
	 * and {@code spring.aot.enabled}
	 */
	static List<String> asInImage(List<String> command) {
		return concat(concat(List.of(JAVA), options()), command.subList(1, command.size()));
	}

	private static List<String> options() {
		try {
			return Files.readAllLines(Path.of("image", "java.args"))
				.stream()
				.filter((line) -> line.startsWith("-") && !line.startsWith("-jar") && !line.startsWith("-Dspring.aot"))
				.toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static List<String> concat(List<String> first, List<String> second) {
		return Stream.concat(first.stream(), second.stream()).toList();
	}

}
