package io.spinstream.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Predicate;

import io.spinstream.integration.EventReader.Reading;
import io.spinstream.testing.Proxy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are cut at any byte.
 */
@Tag("contract")
@SpinstreamTest
class CutConnectionTests extends ServiceTest {

	private static final int EVENTS = 40;

	private static final int TIMEOUT_SECONDS = 20;

	private static final int LAST_EVENT_BYTES = "event: answer\nid: 0123456789012345678901.done\ndata: Answer: 42\n\n"
		.length();

	@BeforeEach
	void forget() {
		this.answers.forget();
	}

	@Test
	@DisplayName("Cut after any event, each client gets the answer once, computed once, and stops at 204 (S9)")
	void cutAfterEachEvent() throws Exception {
		try (Network network = new Network(EVENTS, (k) -> (sent) -> occurrences(sent, "\n\n") > k)) {
			await().until(() -> network.cuts() == EVENTS && this.answers.begun() == EVENTS);
			this.answers.tellApart();
			List<Reading> readings = network.readings();
			assertThat(readings).allSatisfy((reading) -> {
				assertThat(reading.outcomes()).hasSize(1);
				assertThat(reading.runs()).hasSize(1);
				assertThat(reading.end()).isEqualTo("status 204");
			});
			assertThat(readings.stream().map(Reading::outcomes).distinct()).hasSize(EVENTS);
			assertThat(this.answers.begun()).isEqualTo(EVENTS);
		}
	}

	@Test
	@DisplayName("Cut after any byte of the last event, no client sees a part of it, each gets the whole once (S3)")
	void cutWithinTheLastEvent() throws Exception {
		int cuts = LAST_EVENT_BYTES - 1;
		try (Network network = new Network(cuts, (k) -> (sent) -> after(sent, "event: answer") > k)) {
			awaitBegun(cuts);
			this.answers.tell("42");
			assertThat(network.readings()).allSatisfy((reading) -> {
				assertThat(reading.outcomes()).containsExactly("answer Answer: 42");
				assertThat(reading.runs()).hasSize(1);
				assertThat(reading.end()).isEqualTo("status 204");
			});
			assertThat(network.cuts()).isEqualTo(cuts);
			assertThat(this.answers.begun()).isEqualTo(cuts);
		}
	}

	private static int occurrences(String text, String part) {
		return text.split(part, -1).length - 1;
	}

	/**
	 * The number of characters from the start of a part on, or -1 if it does not occur.
	 */
	private static int after(String text, String part) {
		int index = text.indexOf(part);
		return (index < 0) ? -1 : text.length() - index;
	}

	/**
	 * Clients, each behind a proxy that cuts its first connection at another place.
	 */
	private final class Network implements AutoCloseable {

		private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

		private final List<Proxy> proxies = new ArrayList<>();

		private final List<Future<Reading>> readings = new ArrayList<>();

		Network(int cuts, IntFunction<Predicate<String>> cut) {
			for (int k = 0; k < cuts; k++) {
				Proxy proxy = new Proxy(CutConnectionTests.this.port, cut.apply(k));
				this.proxies.add(proxy);
				this.readings.add(this.clients.submit(() -> EventReader.read(proxy.port())));
			}
		}

		long cuts() {
			return this.proxies.stream().filter((proxy) -> proxy.connections() > 1).count();
		}

		List<Reading> readings() throws InterruptedException, ExecutionException, TimeoutException {
			List<Reading> results = new ArrayList<>();
			for (Future<Reading> reading : this.readings) {
				results.add(reading.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
			}
			return results;
		}

		@Override
		public void close() {
			this.proxies.forEach(Proxy::close);
			this.clients.shutdownNow();
		}

	}

}
