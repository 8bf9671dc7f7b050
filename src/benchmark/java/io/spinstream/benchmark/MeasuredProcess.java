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
 * A server in a process of its own, with the CPU time and the memory that it uses.
 */
final class MeasuredProcess implements AutoCloseable {

	private static final int START_ATTEMPTS = 600;

	private static final long ATTEMPT_MILLIS = 100;

	private static final long STOP_SECONDS = 15;

	private final Process process;

	private final InetSocketAddress address;

	private MeasuredProcess(Process process, InetSocketAddress address) {
		this.process = process;
		this.address = address;
	}

	/**
	 * Start a server and wait until it listens.
	 * @param contender the server
	 * @param name the name of its log in {@code target/benchmark}
	 * @return the server
	 * @throws IllegalStateException if it ends, or does not listen within a minute
	 */
	static MeasuredProcess start(Contender contender, String name) throws IOException, InterruptedException {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
		File log = Files.createDirectories(Path.of("target", "benchmark")).resolve(name + ".log").toFile();
		ProcessBuilder command = new ProcessBuilder(contender.command()).redirectErrorStream(true).redirectOutput(log);
		command.environment().put("SERVER_PORT", String.valueOf(address.getPort()));
		Process process = command.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		for (int attempts = 0; !listens(address); attempts++) {
			if (attempts == START_ATTEMPTS || process.waitFor(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)) {
				process.destroyForcibly();
				throw new IllegalStateException("does not start, see " + log);
			}
		}
		return new MeasuredProcess(process, address);
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
	 * Return the CPU time of the process, on all cores.
	 * @return user and system time
	 */
	Duration cpu() {
		return this.process.info().totalCpuDuration().orElseThrow();
	}

	/**
	 * Return the resident memory of the process.
	 * @return kilobytes, or NaN without {@code /proc}
	 */
	double residentKilobytes() throws IOException {
		return kilobytes("VmRSS:");
	}

	/**
	 * Return the highest resident memory of the process so far.
	 * @return megabytes, or NaN without {@code /proc}
	 */
	double peakMegabytes() throws IOException {
		return kilobytes("VmHWM:") / 1024;
	}

	private double kilobytes(String name) throws IOException {
		Path status = Path.of("/proc", String.valueOf(this.process.pid()), "status");
		if (Files.notExists(status)) {
			return Double.NaN;
		}
		try (Stream<String> lines = Files.lines(status)) {
			return lines.filter((line) -> line.startsWith(name))
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
