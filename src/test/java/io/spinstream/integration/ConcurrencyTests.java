package io.spinstream.integration;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.Script;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An upstream that is called by no more than three runs at a time.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.answer.max-concurrent=3", "spinstream.answer.timeout=20s", "spinstream.style=fast",
				"spinstream.styles.fast.interval=20ms", "spinstream.styles.fast.frames=a,b,c",
				"spring.test.metrics.export=true" })
@Import(Meters.class)
class ConcurrencyTests {

	private static final int MAX_CONCURRENT = 3;

	private static final int TIMEOUT_SECONDS = 20;

	private static final int RUNS = 10;

	private static final Upstream upstream = new Upstream();

	@LocalServerPort
	private int port;

	@Autowired
	private Meters meters;

	private final BlockingQueue<Socket> calls = new LinkedBlockingQueue<>();

	@DynamicPropertySource
	static void answer(DynamicPropertyRegistry properties) {
		properties.add("spinstream.answer.url", () -> "http://localhost:%d/slow".formatted(upstream.port()));
	}

	@BeforeEach
	void holdCalls() {
		await().until(() -> this.meters.runs() == 0);
		upstream.hold();
		upstream.play((client) -> {
			this.calls.add(client);
			Script.HANG.play(client);
		});
	}

	@AfterAll
	static void close() {
		upstream.close();
	}

	@Test
	void runsCallTheUpstreamInTheirOrderThreeAtATime() throws Exception {
		List<RawClient> clients = begin(RUNS);
		for (int number = 0; number < RUNS; number++) {
			assertThat(upstream.requests()).hasSize(Math.min(number + MAX_CONCURRENT, RUNS));
			Script.response(200, "number " + number).play(nextCall());
			assertThat(clients.get(number).rest()).endsWith("\ndata: Answer: number " + number + "\n\n");
			int begun = Math.min(number + 1 + MAX_CONCURRENT, RUNS);
			await().until(() -> upstream.requests().size() >= begun);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "json" })
	void aRunThatIsLeftWhileItWaitsNeverReachesTheUpstream(String format) throws Exception {
		List<RawClient> clients = begin(MAX_CONCURRENT + 1);
		for (int i = 1; i <= RUNS; i++) {
			try (RawClient _ = RawClient.get(this.port, "/spin?format=" + format)) {
				await().until(() -> this.meters.runs() == clients.size() + 1);
			}
			await().until(() -> this.meters.runs() == clients.size());
		}
		assertThat(upstream.requests()).hasSize(MAX_CONCURRENT);
		clients.add(begin());
		for (RawClient client : clients) {
			Script.response(200, "42").play(nextCall());
			assertThat(client.rest()).endsWith("\ndata: Answer: 42\n\n");
		}
		assertThat(upstream.requests()).hasSize(MAX_CONCURRENT + 2);
		assertThat(this.calls).isEmpty();
	}

	private Socket nextCall() throws InterruptedException {
		return Objects.requireNonNull(this.calls.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS), "a call");
	}

	/** Begins runs one by one, and waits for the calls that may be made. */
	private List<RawClient> begin(int runs) throws IOException {
		List<RawClient> clients = new ArrayList<>();
		for (int number : IntStream.rangeClosed(1, runs).toArray()) {
			clients.add(begin());
			await().until(() -> this.calls.size() >= Math.min(number, MAX_CONCURRENT));
		}
		return clients;
	}

	/** Its second frame comes after its run was begun. */
	private RawClient begin() throws IOException {
		RawClient client = RawClient.get(this.port, "/spin", "Connection: close");
		while (!client.event().equals("data: b thinking!\n\n")) {
			continue;
		}
		return client;
	}

}
