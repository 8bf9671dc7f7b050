package io.spinstream.integration;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.spinstream.testing.HostileText;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The inputs of a run reach the upstream, each in its own place.
 */
@Tag("contract")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spinstream.answer.headers=Authorization,x-TRACE")
class RunInputTests {

	private static final int MIXTURES = 150;

	private static final Upstream upstream = new Upstream();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void answer(DynamicPropertyRegistry properties) {
		properties.add("spinstream.answer.url",
				() -> "http://localhost:%d/report/{id}/%%41?year={year}&z=1".formatted(upstream.port()));
	}

	@BeforeEach
	void hold() {
		upstream.hold();
	}

	@AfterAll
	static void close() {
		upstream.close();
	}

	@Test
	void eachInputTakesItsPlace() throws IOException {
		upstream.answer("done");
		try (RawClient client = RawClient.get(this.port, "/spin?id=a%2Fb%20c&year=2026&message=m&style=dots")) {
			assertThat(client.rest()).endsWith("data: Answer: done\n\n");
		}
		assertThat(upstream.requests()).extracting(ReceivedRequest::line)
			.containsExactly("GET /report/a%2Fb%20c/%41?year=2026&z=1 HTTP/1.1");
	}

	@Test
	void onlyTheHeadersThatAreNamedArePassedOn() throws IOException {
		upstream.answer("done");
		try (RawClient client = RawClient.get(this.port, "/spin?id=1&year=2", "authorization: Bearer x", "X-Trace: one",
				"X-Trace: two", "Cookie: secret", "X-Other: y", "Accept: text/plain", "Content-Type: text/own")) {
			client.rest();
		}
		Map<String, String> headers = upstream.requests().getFirst().headers();
		assertThat(headers).containsEntry("Authorization", "Bearer x").containsEntry("X-Trace", "one, two");
		assertThat(headers).doesNotContainKeys("Cookie", "X-Other", "Content-Type").doesNotContainValue("text/plain");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			/spin                     | id: must be given, since the answer depends on it
			/spin?id=1                | year: must be given, since the answer depends on it
			/spin?ID=1&year=2         | id: must be given, since the answer depends on it
			/spin?id=&year=2          | id '': must not be empty
			/spin?id&year=2           | id '': must not be empty
			/spin?id=..&year=2        | id '..': must not be empty
			/spin?id=a%2F..%2Fb&year= | id 'a/../b': must not be empty
			/spin?id=a%5C.&year=2     | id 'a\\.': must not be empty
			""")
	void anInputThatBreaksARuleIsNamed(String target, String detail) throws IOException {
		for (String method : List.of("GET", "POST")) {
			try (RawClient client = new RawClient(this.port)) {
				client.send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
				assertThat(client.status()).isEqualTo(400);
				assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
				assertThat(client.rest()).startsWith("{\"detail\":\"" + detail.replace("\\", "\\\\"));
				assertThat(client.headerNames()).doesNotContain("content-location");
			}
		}
		assertThat(upstream.requests()).isEmpty();
	}

	@Test
	void anEmptyValueOutsideOfAPathIsAValue() throws IOException {
		upstream.answer("done");
		try (RawClient client = RawClient.get(this.port, "/spin?id=1&year=")) {
			assertThat(client.rest()).endsWith("data: Answer: done\n\n");
		}
		assertThat(upstream.requests().getFirst().line()).isEqualTo("GET /report/1/%41?year=&z=1 HTTP/1.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST" })
	void theInputsOfWhoJoinsAreIgnored(String method) throws IOException {
		try (RawClient first = RawClient.get(this.port, "/spin?id=1&year=2");
				RawClient second = new RawClient(this.port)) {
			String run = first.run();
			second.send(method + " /spin?id=.. HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: " + run + "\r\n\r\n");
			assertThat(second.event()).contains(run);
			upstream.awaitRequests(1);
			upstream.answer("done");
			assertThat(second.rest()).endsWith("data: Answer: done\n\n");
		}
		assertThat(upstream.requests()).hasSize(1);
	}

	/** Each text in a path, in a query, in a header that is passed on, and in a body. */
	@Test
	void nothingHostileChangesAnythingButItsPlace() throws IOException {
		upstream.answer("done");
		int refused = 0;
		for (String text : HostileText.generate(2_026, MIXTURES)) {
			String encoded = HostileText.percentEncoded(text);
			if (encoded.length() > 3_000) {
				continue;
			}
			String body = HostileText.percentEncoded(text).replace("%", "\\x");
			try (RawClient client = new RawClient(this.port)) {
				client.send("POST /spin?format=json&id=" + encoded + "&year=" + encoded
						+ " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + encoded + "\r\nContent-Length: "
						+ body.length() + "\r\n\r\n" + body);
				assertThat(client.status()).isIn(200, 400);
				refused += (client.status() == 400) ? 1 : 0;
			}
		}
		assertThat(upstream.requests()).hasSizeGreaterThan(MIXTURES)
			.allSatisfy((request) -> assertThat(request.line())
				.matches("POST /report/[A-Za-z0-9%._~-]+/%41\\?year=[A-Za-z0-9%._~-]*&z=1 HTTP/1\\.1"))
			.allSatisfy((request) -> assertThat(request.headers()).doesNotContainKey("Set-Cookie"))
			.allSatisfy(
					(request) -> assertThat(request.headers().get("Host")).isEqualTo("localhost:" + upstream.port()));
		assertThat(refused).as("texts with a dot segment").isPositive();
	}

}
