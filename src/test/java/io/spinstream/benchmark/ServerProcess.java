package io.spinstream.benchmark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server in a process of its own, and the kernel's account of it.
 */
final class ServerProcess implements AutoCloseable {

	private static final int TRIES = 600;

	private static final long TRY_MILLIS = 100;

	private static final long STOP_SECONDS = 15;

	private final Process process;

	private final InetSocketAddress address;

	private ServerProcess(Process process, InetSocketAddress address) {
		this.process = process;
		this.address = address;
	}

	/**
	 * Start a server and wait until it listens.
	 * @param contender the server, which logs to {@code target/benchmark}
	 * @return the server
	 * @throws IllegalStateException if it ends, or does not listen within a minute
	 */
	static ServerProcess start(Contender contender) throws IOException, InterruptedException {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
		File log = Files.createDirectories(Path.of("target", "benchmark")).resolve(contender + ".log").toFile();
		ProcessBuilder command = new ProcessBuilder(contender.command()).redirectErrorStream(true).redirectOutput(log);
		command.environment().put("SERVER_PORT", String.valueOf(address.getPort()));
		Process process = command.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		for (int tries = 0; !listens(address); tries++) {
			if (tries == TRIES || process.waitFor(TRY_MILLIS, TimeUnit.MILLISECONDS)) {
				process.destroyForcibly();
				throw new IllegalStateException("does not start, see " + log);
			}
		}
		return new ServerProcess(process, address);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static boolean listens(InetSocketAddress address) {
		try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
			return socket.isConnected();
		}
		catch (IOException refused) {
			return false;
		}
	}

	InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Return the time that the process has spent on all cores.
	 * @return user and system time
	 */
	Duration cpu() {
		return this.process.info().totalCpuDuration().orElseThrow();
	}

	/**
	 * Return the memory that the process keeps resident.
	 * @return kilobytes, not a number where the kernel does not tell
	 */
	double residentKilobytes() throws IOException {
		Path status = Path.of("/proc", String.valueOf(this.process.pid()), "status");
		if (Files.notExists(status)) {
			return Double.NaN;
		}
		try (Stream<String> lines = Files.lines(status)) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")))
				.sum();
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().completeOnTimeout(this.process, STOP_SECONDS, TimeUnit.SECONDS).join();
		this.process.destroyForcibly();
	}

}
