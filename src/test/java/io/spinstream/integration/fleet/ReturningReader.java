package io.spinstream.integration.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import io.spinstream.testing.RawClient;
import org.jspecify.annotations.Nullable;

import static io.spinstream.testing.Awaiting.await;

/**
 * A client that does what {@code EventSource} does: it reconnects after {@code retry}
 * with the last id, unless a status is not 200. It closes itself at the first answer or
 * failure.
 */
final class ReturningReader implements AutoCloseable {

	private static final int RETRY_MILLIS = 1_000;

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private final List<String> runs = new CopyOnWriteArrayList<>();

	private final List<String> progress = new CopyOnWriteArrayList<>();

	private final List<String> outcomes = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger completions = new AtomicInteger();

	private final IntSupplier ports;

	private final String target;

	private final Thread thread;

	private volatile @Nullable RawClient client;

	private volatile boolean isClosed;

	/**
	 * Connect, and read.
	 * @param ports the port of each connection in turn
	 * @param target the request target of all of them
	 */
	ReturningReader(IntSupplier ports, String target) {
		this.ports = ports;
		this.target = target;
		this.thread = Thread.startVirtualThread(this::read);
	}

	private void read() {
		try {
			while (!this.isClosed && connect()) {
				Thread.sleep(RETRY_MILLIS);
			}
		}
		catch (InterruptedException closed) {
			return;
		}
	}

	/** Returns whether to connect again. */
	private boolean connect() {
		this.connections.incrementAndGet();
		try (RawClient connected = RawClient.get(this.ports.getAsInt(), this.target, lastEventId())) {
			this.client = connected;
			return readEvents(connected);
		}
		catch (IOException | UncheckedIOException cut) {
			return true;
		}
	}

	private String[] lastEventId() {
		return this.runs.isEmpty() ? new String[0] : new String[] { "Last-Event-ID: " + this.runs.getLast() };
	}

	private boolean readEvents(RawClient connected) throws IOException {
		if (connected.status() != 200) {
			this.outcomes.add("status " + connected.status());
			return false;
		}
		for (String event = connected.event(); !event.isEmpty(); event = connected.event()) {
			take(event);
			if (!this.outcomes.isEmpty()) {
				return false;
			}
		}
		this.completions.incrementAndGet();
		return true;
	}

	private void take(String event) {
		switch (field(event, "event")) {
			case "spinner" -> this.runs.add(field(event, "id"));
			case "progress" -> this.progress.add(field(event, "data"));
			case "answer", "failure" -> this.outcomes.add(field(event, "event") + " " + field(event, "data"));
			default -> {
			}
		}
	}

	private static String field(String event, String name) {
		return event.lines()
			.filter((line) -> line.startsWith(name + ": "))
			.map((line) -> line.substring(name.length() + 2))
			.findFirst()
			.orElse("");
	}

	/**
	 * Wait for the first event.
	 * @return the run that the client has begun
	 */
	String run() {
		await().until(() -> !this.runs.isEmpty());
		return this.runs.getFirst();
	}

	/**
	 * Return the runs that the client has joined.
	 * @return one for each connection that got an event
	 */
	List<String> runs() {
		return List.copyOf(this.runs);
	}

	/**
	 * Return the progress that the client was told.
	 * @return the texts, over all connections
	 */
	List<String> progress() {
		return List.copyOf(this.progress);
	}

	/**
	 * Wait for the end.
	 * @return the name and the data of the last event, or a status that is not 200
	 */
	String outcome() {
		await().atMost(PATIENCE).until(() -> !this.outcomes.isEmpty());
		return this.outcomes.getFirst();
	}

	int connections() {
		return this.connections.get();
	}

	/**
	 * Count the responses that were complete, without a last event.
	 * @return their number
	 */
	int completions() {
		return this.completions.get();
	}

	/** Cut the connection of now. The client comes back. */
	void cut() throws IOException {
		RawClient current = this.client;
		if (current != null) {
			current.reset();
		}
	}

	@Override
	public void close() {
		this.isClosed = true;
		this.thread.interrupt();
	}

}
