package io.spinstream.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A program of {@code src/test/resources/clients}, which reads events by a library that
 * is not ours and prints a line for each of them.
 */
public final class ClientProgram implements AutoCloseable {

	private static final Path SOURCE = Path.of("src", "test", "resources", "clients");

	private static final Path TARGET = Path.of("target", "clients").toAbsolutePath();

	private static final int INSTALL_SECONDS = 120;

	private final Process process;

	private ClientProgram(List<String> command, Consumer<String> lines) throws IOException {
		ProcessBuilder program = new ProcessBuilder(command).directory(TARGET.toFile()).redirectError(Redirect.INHERIT);
		program.environment().put("PYTHONPATH", TARGET.resolve("python").toString());
		this.process = program.start();
		Thread.startVirtualThread(() -> read(lines));
	}

	private void read(Consumer<String> lines) {
		try (BufferedReader output = this.process.inputReader()) {
			output.lines().forEach(lines);
		}
		catch (IOException | UncheckedIOException closed) {
			return;
		}
	}

	/**
	 * Start a program of Node.js. The test is skipped if its libraries cannot be
	 * installed.
	 * @param lines gets its output
	 * @param command the name of the program, and its arguments
	 * @return the program
	 */
	public static ClientProgram node(Consumer<String> lines, String... command)
			throws IOException, InterruptedException {
		String node = Tools.find("node");
		nodePackages();
		return start(lines, node, command);
	}

	/**
	 * Install the packages of {@code package.json}. The test is skipped if they cannot be
	 * installed.
	 * @return the folder that has them by their names
	 */
	public static Path nodePackages() throws IOException, InterruptedException {
		if (!isInstalled("node_modules", Tools.find("npm"), "ci", "--no-audit", "--no-fund")) {
			Tools.skip("needs packages of the npm registry, which cannot be installed here");
		}
		return TARGET.resolve("node_modules");
	}

	/**
	 * Start a program of Python. The test is skipped if its libraries cannot be
	 * installed, in any case: Debian has no package of them.
	 * @param lines gets its output
	 * @param command the name of the program, and its arguments
	 * @return the program
	 */
	public static ClientProgram python(Consumer<String> lines, String... command)
			throws IOException, InterruptedException {
		if (!isInstalled("python", "python3", "-m", "pip", "install", "-q", "--retries", "0", "--target", "python",
				"-r", "requirements.txt")) {
			Tools.skipInAnyCase("needs packages of PyPI, which cannot be installed here");
		}
		return start(lines, "python3", command);
	}

	private static synchronized boolean isInstalled(String directory, String... command)
			throws IOException, InterruptedException {
		copySources();
		return Files.exists(TARGET.resolve(directory)) || install(command);
	}

	private static boolean install(String... command) throws InterruptedException {
		try {
			Process install = new ProcessBuilder(command).directory(TARGET.toFile())
				.redirectOutput(Redirect.DISCARD)
				.redirectError(Redirect.INHERIT)
				.start();
			boolean hasEnded = install.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
			install.destroyForcibly();
			return hasEnded && install.exitValue() == 0;
		}
		catch (IOException missing) {
			return false;
		}
	}

	private static void copySources() throws IOException {
		Files.createDirectories(TARGET);
		try (Stream<Path> files = Files.list(SOURCE)) {
			for (Path file : files.toList()) {
				Files.write(TARGET.resolve(file.getFileName()), Files.readAllBytes(file));
			}
		}
	}

	private static ClientProgram start(Consumer<String> lines, String executable, String... command)
			throws IOException {
		return new ClientProgram(Stream.concat(Stream.of(executable), Stream.of(command)).toList(), lines);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
