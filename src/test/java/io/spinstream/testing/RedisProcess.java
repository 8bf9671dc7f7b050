package io.spinstream.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static io.spinstream.testing.Awaiting.await;

/**
 * A Redis or Valkey server in a process of its own. It keeps nothing on the disk, so it
 * knows nothing when it has started again.
 */
public final class RedisProcess implements AutoCloseable {

	private final int port = FreePort.find();

	private final List<String> command;

	private Process process;

	/**
	 * Start a server, and wait until it answers. The test is skipped if none is
	 * installed.
	 * @param directory where it puts its files
	 * @param settings more words of its command line, such as {@code --requirepass}
	 */
	public RedisProcess(Path directory, String... settings) {
		this.command = new ArrayList<>(List.of(Tools.find("redis-server", "valkey-server"), "--port", "" + this.port,
				"--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory.toString()));
		this.command.addAll(List.of(settings));
		this.process = launch();
	}

	private Process launch() {
		try {
			Process launched = new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(Redirect.DISCARD)
				.start();
			await().ignoreExceptions().until(() -> !answer("PING").isEmpty());
			return launched;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	public int port() {
		return this.port;
	}

	public String uri() {
		return "redis://localhost:" + this.port;
	}

	/**
	 * Call a command by a connection of its own.
	 * @param words the command and its arguments
	 * @return the elements of the reply, those of arrays in arrays too; an empty text for
	 * each null
	 */
	public List<String> call(String... words) {
		List<String> answer = answer(words);
		if (!answer.isEmpty() && answer.getFirst().startsWith("-")) {
			throw new IllegalStateException(answer.getFirst());
		}
		return answer;
	}

	private List<String> answer(String... words) {
		try (RedisSocket socket = new RedisSocket(this.port)) {
			return socket.call(words);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * Forget all keys, and keep the connections.
	 */
	public void flush() {
		call("FLUSHALL");
	}

	/**
	 * Collect the commands that clients send from now on.
	 * @return the collection
	 */
	public RedisMonitor monitor() {
		return new RedisMonitor(this.port);
	}

	/**
	 * Stop the server by SIGTERM, and wait until it is gone.
	 */
	public void stop() {
		this.process.destroy();
		this.process.onExit().join();
	}

	/**
	 * Kill the server by SIGKILL, and wait until it is gone.
	 */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * Start the server again, on the same port, and wait until it answers.
	 */
	public void start() {
		this.process = launch();
	}

	/**
	 * Stop the server by SIGSTOP: its connections stay, but it does not answer.
	 */
	public void freeze() {
		signal("-STOP");
	}

	/**
	 * Let the server go on by SIGCONT.
	 */
	public void thaw() {
		signal("-CONT");
	}

	private void signal(String name) {
		try {
			new ProcessBuilder("kill", name, "" + this.process.pid()).start().onExit().join();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
