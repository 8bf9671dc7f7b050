package io.spinstream.integration;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

	private static final int RUNS = 10;

	private static final Upstream upstream = new Upstream();

	@LocalServerPort
	private int port;

	@Autowired
	private Meters meters;

	private final List<Socket> calls = new CopyOnWriteArrayList<>();

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
		answer(clients);
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
		answer(clients);
	}

	/** Answers the calls in the order in which they come, each with another answer. */
	private void answer(List<RawClient> clients) throws Exception {
		for (int number = 0; number < clients.size(); number++) {
			int begun = Math.min(number + MAX_CONCURRENT, clients.size());
			await().until(() -> this.calls.size() >= begun);
			assertThat(upstream.requests()).hasSize(begun);
			Script.response(200, "number " + number).play(this.calls.get(number));
			assertThat(clients.get(number).rest()).endsWith("\ndata: Answer: number " + number + "\n\n");
		}
		assertThat(upstream.requests()).hasSize(clients.size());
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
		while (!client.event().startsWith("data: b ")) {
			continue;
		}
		return client;
	}

}
