package io.spinstream.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static io.spinstream.testing.Awaiting.await;

/**
 * The service in a process of its own, as in production.
 */
public final class ServerProcess implements AutoCloseable {

	private static final Pattern STARTED = Pattern
		.compile("Open https?://localhost:(\\d+)/\\S* or run: curl \\S+/spin$");

	/** A start takes seconds of a processor, of which there may be few. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final List<String> settings;

	private final Process process;

	private final int port;

	/**
	 * Start the service, and wait for the line in its log that says where it listens.
	 * @param settings command-line arguments, and options of the JVM
	 */
	public ServerProcess(String... settings) throws IOException {
		this(0, List.of(settings));
	}

	private ServerProcess(int port, List<String> settings) throws IOException {
		this.settings = settings;
		this.process = new ProcessBuilder(command(port, settings)).redirectErrorStream(true).start();
		Thread.startVirtualThread(this::read);
		await().atMost(PATIENCE).until(() -> starts() > 0);
		this.port = this.lines.stream()
			.map(STARTED::matcher)
			.filter(Matcher::find)
			.mapToInt((started) -> Integer.parseInt(started.group(1)))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> command(int port, List<String> settings) {
		Map<Boolean, List<String>> parts = settings.stream()
			.collect(Collectors.partitioningBy((setting) -> setting.startsWith("--")));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
		command.addAll(parts.get(false));
		command.addAll(List.of("io.spinstream.SpinstreamApplication", "--server.port=" + port));
		command.addAll(parts.get(true));
		return command;
	}

	/**
	 * Start the service again, with the same settings and on the same port.
	 * @return the new process
	 */
	public ServerProcess startAgain() throws IOException {
		return new ServerProcess(this.port, this.settings);
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader()) {
			output.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException gone) {
			return;
		}
	}

	public long starts() {
		return this.lines.stream().filter((line) -> STARTED.matcher(line).find()).count();
	}

	public int port() {
		return this.port;
	}

	public List<String> lines() {
		return List.copyOf(this.lines);
	}

	/**
	 * Send SIGTERM. Unlike {@link Process#destroy()}, this keeps the output open.
	 */
	public void terminate() {
		this.process.toHandle().destroy();
	}

	/**
	 * Send a signal.
	 * @param name its name, such as {@code KILL}, {@code STOP} or {@code CONT}
	 */
	public void signal(String name) throws IOException, InterruptedException {
		new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, pid())).start().waitFor();
	}

	public long pid() {
		return this.process.pid();
	}

	public boolean hasExitedWithin(int seconds) throws InterruptedException {
		return this.process.waitFor(seconds, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
