package io.spinstream.testing;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.core.ConditionTimeoutException;

import static io.spinstream.testing.Awaiting.await;

/**
 * A reverse proxy in front of the service, in a process of its own.
 */
public final class ReverseProxy implements AutoCloseable {

	private final int port = FreePort.find();

	private final Process process;

	/**
	 * Start a proxy, and wait until it answers. The test is skipped if it is not
	 * installed.
	 * @param program which proxy
	 * @param configuration what {@code docs/proxies.md} gives for it, or a change of that
	 * @param directory where it puts its files
	 * @param server the port of the service
	 */
	public ReverseProxy(ProxyProgram program, String configuration, Path directory, int server) throws IOException {
		this(program.command(), program.configuration(configuration).replaceAll("\\b8080\\b", "" + server), directory);
	}

	private ReverseProxy(List<String> command, String configuration, Path directory) throws IOException {
		Path file = directory.resolve("configuration");
		Files.writeString(file, filled(configuration, directory));
		ProcessBuilder builder = new ProcessBuilder(command.stream()
			.map((word) -> filled(word, directory).replace("CONFIGURATION", file.toString()))
			.toList());
		builder.environment().put("XDG_CONFIG_HOME", directory.toString());
		builder.environment().put("XDG_DATA_HOME", directory.toString());
		Path log = directory.resolve("log");
		this.process = builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())).start();
		awaitAnswer(log);
	}

	/**
	 * Start nginx with a whole configuration, and wait until it answers.
	 * @param configuration the configuration, which listens on port 8000
	 * @param directory where it puts its files, and its output into the file {@code log}
	 * @return the proxy
	 */
	public static ReverseProxy nginx(String configuration, Path directory) throws IOException {
		List<String> command = new ArrayList<>(ProxyProgram.NGINX.command());
		command.addAll(List.of("-g", "daemon off;"));
		return new ReverseProxy(command, configuration, directory);
	}

	private String filled(String text, Path directory) {
		return text.replaceAll("\\b8000\\b", "" + this.port).replace("DIRECTORY", directory.toString());
	}

	private void awaitAnswer(Path log) throws IOException {
		try {
			await().ignoreExceptions().until(() -> status("/actuator/health") == 200);
		}
		catch (ConditionTimeoutException silent) {
			close();
			throw new IllegalStateException("no answer from a proxy that logged:\n" + Files.readString(log), silent);
		}
	}

	private int status(String target) throws IOException {
		try (RawClient client = RawClient.get(this.port, target)) {
			return client.status();
		}
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.destroy();
		await().until(() -> !this.process.isAlive());
	}

}
