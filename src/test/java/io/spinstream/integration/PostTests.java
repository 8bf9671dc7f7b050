package io.spinstream.integration;

import java.io.IOException;
import java.util.List;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run that is begun with a body.
 */
@Tag("contract")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.answer.max-body=100B", "spinstream.max-streams=1",
				"spring.test.metrics.export=true" })
@Import(Meters.class)
@ExtendWith(OutputCaptureExtension.class)
class PostTests {

	private static final String TOO_LONG = "{\"detail\":\"the body must be at most 100 bytes\",\"status\":413,"
			+ "\"title\":\"Content Too Large\"}";

	private static final Upstream upstream = new Upstream();

	@LocalServerPort
	private int port;

	@Autowired
	private Meters meters;

	@DynamicPropertySource
	static void answer(DynamicPropertyRegistry properties) {
		properties.add("spinstream.answer.url", () -> "http://localhost:%d/ask".formatted(upstream.port()));
	}

	@BeforeEach
	void hold() {
		await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
		upstream.hold();
	}

	@AfterAll
	static void close() {
		upstream.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sse", "text", "json" })
	void methodBodyAndTypeArePassedOn(String format) throws IOException {
		upstream.answer("done");
		try (RawClient client = new RawClient(this.port)) {
			client.send(post("/spin?format=" + format, "Content-Type: application/json; a=b", "{\"question\":1}"));
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.rest()).contains("done");
		}
		ReceivedRequest received = upstream.requests().getFirst();
		assertThat(received.line()).isEqualTo("POST /ask HTTP/1.1");
		assertThat(received.headers()).containsEntry("Content-Type", "application/json; a=b")
			.containsEntry("Content-Length", "14");
		assertThat(received.body()).isEqualTo("{\"question\":1}");
		assertThat(upstream.requests()).hasSize(1);
	}

	@Test
	void theConnectionServesTheNextRequestsAtOnce() throws IOException {
		upstream.answer("done");
		try (RawClient client = new RawClient(this.port)) {
			String post = post("/spin", "X: y", "x".repeat(100));
			String chunked = "POST /spin?format=json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
			client.send(
					post + chunked + post("/spin?format=text", "X: y", "") + "GET /styles HTTP/1.1\r\nHost: x\r\n\r\n");
			assertThat(client.rest()).endsWith("data: Answer: done\n\n");
			assertThat(client.nextResponse(true).rest()).isEqualTo("{\"answer\":\"done\"}");
			assertThat(client.nextResponse(true).rest()).endsWith("Answer: done\n");
			assertThat(client.nextResponse(true).rest()).contains("\"line\"");
		}
		assertThat(upstream.requests()).extracting(ReceivedRequest::body).containsExactly("x".repeat(100), "abc", "");
	}

	@Test
	void aBodyThatIsTooLongIsRefused() throws IOException {
		try (RawClient declared = new RawClient(this.port); RawClient chunked = new RawClient(this.port)) {
			declared.send(post("/spin", "X: y", "x".repeat(101)));
			assertThat(declared.status()).isEqualTo(413);
			assertThat(declared.rest()).isEqualTo(TOO_LONG);
			chunked.send("POST /spin HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + "x".repeat(101)
					+ "\r\n0\r\n\r\n");
			assertThat(chunked.status()).isEqualTo(413);
			assertThat(chunked.rest()).isEqualTo(TOO_LONG);
		}
		assertThat(upstream.requests()).isEmpty();
		await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
	}

	@Test
	void aPlaceIsTakenBeforeTheBodyIsReadAndGivenBack() throws IOException {
		try (RawClient slow = new RawClient(this.port); RawClient refused = new RawClient(this.port)) {
			slow.send("POST /spin HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx");
			await().until(() -> this.meters.open() == 1);
			refused.send("POST /spin HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.header("Connection")).isEqualTo("close");
			assertThat(this.meters.open()).isOne();
		}
		await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
		assertThat(upstream.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sse", "json" })
	void aBodyThatIsNotCompleteInTimeIsRefused(String format) throws IOException {
		try (RawClient slow = new RawClient(this.port)) {
			slow.send("POST /spin?format=" + format + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx");
			assertThat(slow.status()).isEqualTo(408);
			assertThat(slow.header("Connection")).isEqualTo("close");
			assertThat(slow.rest()).isEqualTo("{\"detail\":\"the body must be complete within 10 seconds\","
					+ "\"status\":408,\"title\":\"Request Timeout\"}");
		}
		await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
		assertThat(upstream.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /spin?style=none", "POST /spin", "PUT /spin", "POST /nowhere", "GET /styles" })
	void theConnectionServesTheNextRequestAfterABodyThatNobodyWanted(String request) throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			for (int i = 0; i < 3; i++) {
				client.send(request + " HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + "x".repeat(900_000));
				assertThat(client.nextResponse(true).rest()).isNotEmpty();
				assertThat(client.header("Connection")).isEmpty();
			}
			client.send("GET /styles HTTP/1.1\r\nHost: x\r\n\r\n");
			assertThat(client.nextResponse(true).status()).isEqualTo(200);
		}
		assertThat(upstream.requests()).isEmpty();
	}

	@Test
	void aBodyWithoutAnEndIsNotReadForEver() throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send("POST /spin HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
			String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
			for (int i = 0; i < 200; i++) {
				client.sendUnlessClosed(chunk);
			}
			assertThat(client.isClosedWithin(20_000)).isTrue();
		}
		await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
		assertThat(upstream.requests()).isEmpty();
	}

	@Test
	void aBodyThatIsExpectedIsAskedFor() throws IOException {
		upstream.answer("done");
		try (RawClient client = new RawClient(this.port)) {
			client.send("POST /spin HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
			client.nextResponse(false);
			assertThat(client.status()).isEqualTo(100);
			client.send("{}").nextResponse(true);
			assertThat(client.rest()).endsWith("data: Answer: done\n\n");
		}
		assertThat(upstream.requests().getFirst().body()).isEqualTo("{}");
	}

	@Test
	void aBodyThatIsTooLongIsNotAskedFor() throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send("POST /spin HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 101\r\n\r\n");
			assertThat(client.status()).isEqualTo(413);
		}
	}

	@Test
	void anUnknownRunIsNotFoundSoThatNothingIsAskedTwice() throws IOException {
		for (String id : List.of("AAAAAAAAAAAAAAAAAAAAAA", "nonsense")) {
			try (RawClient client = new RawClient(this.port)) {
				client.send(post("/spin", "Last-Event-ID: " + id, "{}"));
				assertThat(client.status()).isEqualTo(404);
			}
		}
		try (RawClient client = new RawClient(this.port)) {
			client.send(post("/spin", "Last-Event-ID: AAAAAAAAAAAAAAAAAAAAAA.done", "{}"));
			assertThat(client.status()).isEqualTo(204);
		}
		assertThat(upstream.requests()).isEmpty();
	}

	@Test
	void whoPostsAgainJoinsTheSameRun() throws IOException {
		try (RawClient first = new RawClient(this.port); RawClient second = new RawClient(this.port)) {
			first.send(post("/spin", "X: y", "one"));
			String run = first.run();
			first.reset();
			second.send(post("/spin", "Last-Event-ID: " + run, "two"));
			assertThat(second.event()).contains(run);
			upstream.answer("done");
			assertThat(second.rest()).endsWith("data: Answer: done\n\n");
		}
		assertThat(upstream.requests()).extracting(ReceivedRequest::body).containsExactly("one");
	}

	@Test
	void aClientThatLeavesBeforeItsBodyIsCompleteCostsNothing() throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send("POST /spin HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx");
			await().until(() -> this.meters.open() == 1);
			client.reset();
		}
		await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
		assertThat(upstream.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept: text/event-stream", "Accept: text/plain", "Accept: application/json",
			"Prefer: respond-async", "Prefer: respond-async, wait=1" })
	void aBodyOfMalformedChunksReachesNobody(String header, CapturedOutput output) throws IOException {
		for (String begin : List.of("", "3\r\nabc\r\n")) {
			try (RawClient client = new RawClient(this.port)) {
				client.send("POST /spin?lastEventId= HTTP/1.1\r\nHost: x\r\n" + header
						+ "\r\nTransfer-Encoding: chunked\r\n\r\n" + begin);
				await().until(() -> this.meters.open() == 1);
				client.send("zz\r\n");
				assertThat(client.status()).isEqualTo(400);
			}
			await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
		}
		assertThat(upstream.requests()).isEmpty();
		assertThat(output.getAll()).doesNotContain(" ERROR ");
	}

	@Test
	void theBodyOfWhoJoinsDoesNotMatter() throws IOException {
		try (RawClient first = new RawClient(this.port); RawClient second = new RawClient(this.port)) {
			first.send(post("/spin", "X: y", "one"));
			String run = first.run();
			upstream.awaitRequests(1);
			second.send(post("/spin", "Content-Type: nonsense\r\nLast-Event-ID: " + run, "x".repeat(1_000)));
			assertThat(second.event()).contains(run);
			upstream.answer("done");
			assertThat(second.rest()).endsWith("data: Answer: done\n\n");
			second.send(post("/spin", "Last-Event-ID: " + run + ".done", "x".repeat(1_000))).nextResponse(false);
			assertThat(second.status()).isEqualTo(204);
		}
		assertThat(upstream.requests()).extracting(ReceivedRequest::body).containsExactly("one");
	}

	@Test
	void aTypeThatIsNoneIsRefused() throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send(post("/spin", "Content-Type: nonsense", "{}"));
			assertThat(client.status()).isEqualTo(400);
			assertThat(client.rest()).startsWith(
					"{\"detail\":\"Content-Type 'nonsense': must be a media type, of a charset that is known\"");
		}
		assertThat(upstream.requests()).isEmpty();
	}

	private static String post(String target, String header, String body) {
		return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body;
	}

}
