package io.spinstream.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.spinstream.testing.Awaiting.await;

/**
 * The commands that the clients of a Redis server send. What scripts call is not among
 * them.
 */
public final class RedisMonitor implements AutoCloseable {

	private static final Pattern OF_CLIENT = Pattern.compile("\\+[\\d.]+ \\[\\d+ (?!lua)[^]]+] (.*)");

	private final List<String> commands = new CopyOnWriteArrayList<>();

	private final int port;

	private final RedisSocket socket;

	private int first;

	RedisMonitor(int port) {
		this.port = port;
		try {
			this.socket = new RedisSocket(port);
			this.socket.call("MONITOR");
			this.socket.waitForever();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		Thread.startVirtualThread(this::read);
	}

	private void read() {
		try {
			while (true) {
				Matcher command = OF_CLIENT.matcher(this.socket.readLine());
				if (command.matches()) {
					this.commands.add(command.group(1));
				}
			}
		}
		catch (IOException closed) {
			return;
		}
	}

	/**
	 * Return the commands so far, also those that were not read yet.
	 * @return each with its arguments, in quotes: {@code "GET" "key"}
	 */
	public List<String> commands() {
		return this.commands.subList(this.first, end())
			.stream()
			.filter((command) -> !command.startsWith("\"ECHO\""))
			.toList();
	}

	private int end() {
		String mark = "\"ECHO\" \"%s\"".formatted(echo());
		await().until(() -> this.commands.contains(mark));
		return this.commands.indexOf(mark);
	}

	private String echo() {
		try (RedisSocket other = new RedisSocket(this.port)) {
			return other.call("ECHO", UUID.randomUUID().toString()).getFirst();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * Forget the commands so far.
	 */
	public void clear() {
		this.first = end();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
