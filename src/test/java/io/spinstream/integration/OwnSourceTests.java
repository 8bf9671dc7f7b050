package io.spinstream.integration;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Progress;
import io.spinstream.testing.RawClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A team's own source of answers. It is bounded and measured like ours.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.answer.timeout=8s", "spinstream.answer.max-concurrent=3",
				"spring.test.metrics.export=true" })
@Import(Meters.class)
@ExtendWith(OutputCaptureExtension.class)
class OwnSourceTests {

	private static final int TIMEOUT_SECONDS = 8;

	private static final int MAX_CONCURRENT = 3;

	private static final String LATE = "no answer within 8s";

	private static final String FAILED = "the answer could not be computed";

	private static final Scheduler blocking = Schedulers.newSingle("blocking");

	private static final AtomicInteger open = new AtomicInteger();

	private static final AtomicInteger mostOpen = new AtomicInteger();

	@LocalServerPort
	private int port;

	@Autowired
	private MeterRegistry registry;

	@Autowired
	private Meters meters;

	@BeforeEach
	void awaitNoRuns() {
		await().until(() -> this.meters.runs() == 0);
	}

	@Test
	void itsAnswerIsTheAnswer() throws IOException {
		assertThat(read("sse", "ann")).endsWith("\ndata: Answer: hello ann\n\n");
		assertThat(read("text", "ann")).endsWith("Answer: hello ann\n");
		assertThat(read("json", "ann")).isEqualTo("{\"answer\":\"hello ann\"}");
	}

	@Test
	void aLateAnswerIsAFailure() throws IOException {
		failsEverywhere("never", LATE, 504, "Gateway Timeout");
	}

	@ParameterizedTest
	@ValueSource(strings = { "throw", "fail", "null" })
	void anExceptionIsAFailureThatKeepsItsDetailsToItself(String name) throws IOException {
		failsEverywhere(name, FAILED, 502, "Bad Gateway");
	}

	private void failsEverywhere(String name, String reason, int status, String title) throws IOException {
		try (RawClient sse = get("sse", name); RawClient text = get("text", name); RawClient json = get("json", name)) {
			assertThat(sse.rest())
				.matches("(?s)retry: 1000\nid: (.{22})\nevent: spinner\n.*\n\nevent: failure\n"
						+ "id: \\1\\.done\ndata: \\Q" + reason + "\\E\n\n")
				.doesNotContain("secret", "Exception");
			assertThat(text.rest()).endsWith("\bFailed: " + reason + "\n").doesNotContain("secret", "Exception");
			assertThat(json.status()).isEqualTo(status);
			assertThat(json.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(json.rest())
				.isEqualTo("{\"detail\":\"%s\",\"status\":%d,\"title\":\"%s\"}".formatted(reason, status, title));
		}
	}

	@Test
	void eachOutcomeIsTimedOnce() throws IOException {
		Map<String, Long> before = recorded();
		read("sse", "ann");
		read("json", "throw");
		read("json", "fail");
		read("json", "never");
		try (RawClient _ = get("json", "never")) {
			await().until(() -> open.get() == 1);
		}
		await().untilAsserted(() -> {
			Map<String, Long> added = recorded();
			added.replaceAll((outcome, count) -> count - before.get(outcome));
			assertThat(added).isEqualTo(Map.of("answered", 1L, "failed", 2L, "timeout", 1L, "cancelled", 1L));
		});
	}

	@Test
	void aBodyWithoutBytesIsNone() throws IOException {
		assertThat(post("")).isEqualTo("{\"answer\":\"no body\"}");
		assertThat(post("why")).isEqualTo("{\"answer\":\"3 bytes\"}");
	}

	private String post(String body) throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			return client
				.send("POST /spin?format=json&name=body HTTP/1.1\r\nHost: localhost\r\n"
						+ "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
				.rest();
		}
	}

	/** As README advises for a source that blocks. */
	@Test
	void anInterruptedSourceIsNoError(CapturedOutput output) throws Exception {
		try (RawClient _ = get("json", "block")) {
			await().until(() -> open.get() == 1);
		}
		awaitInterrupted();
		assertThat(read("json", "block")).contains(LATE);
		awaitInterrupted();
		assertThat(output.getAll()).doesNotContainPattern(" (WARN|ERROR) ");
	}

	/** What follows an interrupt happens before the next task of its thread. */
	private static void awaitInterrupted() throws InterruptedException {
		await().until(() -> open.get() == 0);
		CountDownLatch next = new CountDownLatch(1);
		blocking.schedule(next::countDown);
		next.await();
	}

	private Map<String, Long> recorded() {
		Map<String, Long> counts = new TreeMap<>();
		for (Timer timer : this.registry.get("spinstream.answer").timers()) {
			counts.put(timer.getId().getTag("outcome"), timer.count());
		}
		return counts;
	}

	/** If waiting did not count, the last run would be recorded with ten timeouts. */
	@Test
	void itHasPermitsAndWaitingForOneCounts() throws IOException {
		mostOpen.set(0);
		List<RawClient> clients = new ArrayList<>();
		for (int i = 0; i < 10 * MAX_CONCURRENT; i++) {
			clients.add(get("json", "never"));
		}
		for (RawClient client : clients) {
			assertThat(client.rest()).contains(LATE);
			client.close();
		}
		assertThat(mostOpen).hasValue(MAX_CONCURRENT);
		assertThat(this.registry.get("spinstream.answer").tag("outcome", "timeout").timer().max(TimeUnit.SECONDS))
			.isBetween((double) TIMEOUT_SECONDS, 9.0 * TIMEOUT_SECONDS);
	}

	private String read(String format, String name) throws IOException {
		try (RawClient client = get(format, name)) {
			return client.rest();
		}
	}

	private RawClient get(String format, String name) {
		return RawClient.get(this.port, "/spin?format=" + format + "&name=" + name, "Connection: close");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class OwnSource {

		@Bean
		AnswerSource greeting() {
			return OwnSource::greet;
		}

		private static Mono<Answer> greet(AnswerRequest request, Progress progress) {
			String name = request.parameters().getOrDefault("name", "");
			return switch (name) {
				case "throw" -> throw new IllegalStateException("a secret");
				case "fail" -> Mono.error(new IllegalStateException("a secret"));
				case "never" -> Mono.<Answer>never()
					.doOnSubscribe((begin) -> mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max))
					.doOnCancel(open::decrementAndGet);
				case "body" -> request.body()
					.map((body) -> new Answer(body.length + " bytes"))
					.defaultIfEmpty(new Answer("no body"));
				case "null" -> Mono.fromCallable(OwnSource::withoutBytes);
				case "block" -> Mono.fromCallable(OwnSource::sleep).subscribeOn(blocking);
				default -> Mono.just(new Answer("hello " + name)).delayElement(Duration.ofMillis(10));
			};
		}

		/** As of a column that has no value. */
		@NullUnmarked
		private static Answer withoutBytes() {
			return new Answer("application/pdf", null, null);
		}

		private static Answer sleep() throws InterruptedException {
			open.incrementAndGet();
			try {
				Thread.sleep(Duration.ofMinutes(1));
				return new Answer("awake");
			}
			finally {
				open.decrementAndGet();
			}
		}

	}

}
