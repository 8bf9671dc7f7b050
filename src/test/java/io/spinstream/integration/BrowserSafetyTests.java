package io.spinstream.integration;

import java.io.IOException;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Security headers, and the content of refusals.
 */
@SpinstreamTest
class BrowserSafetyTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(
			strings = { "/spin", "/spin?format=text", "/spin?style=nope", "/styles", "/nowhere", "/actuator/health" })
	void everyResponseForbidsWhatNothingNeeds(String target) throws IOException {
		try (RawClient client = RawClient.get(this.port, target)) {
			assertThat(client.header("Content-Security-Policy")).startsWith("default-src 'none'; ")
				.contains("frame-ancestors 'none'")
				.doesNotContain("unsafe", "*", "http", "data:");
			assertThat(client.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(client.header("Referrer-Policy")).isEqualTo("no-referrer");
			assertThat(client.header("X-Frame-Options")).isEqualTo("DENY");
			assertThat(client.header("Server")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/spin", "/styles", "/actuator/health", "/nowhere" })
	void noOtherOriginMayReadUnlessItIsNamed(String target) throws IOException {
		try (RawClient client = RawClient.get(this.port, target, "Origin: https://example.org")) {
			assertThat(client.header("Access-Control-Allow-Origin")).isEmpty();
		}
	}

	@DisplayName("A refusal is a problem, and names no class, path or version (S11)")
	@ParameterizedTest
	@ValueSource(strings = { "GET /spin?style=nope", "GET /spin?message=%0a", "GET /spin?supervisor=nope",
			"GET /spin?format=nope", "GET /nowhere", "GET /../../etc/passwd", "GET /spin/", "GET /styles/x.class",
			"PUT /spin", "DELETE /styles", "TRACE /spin", "GET /actuator/env", "GET /actuator", "GET /spin?style=%zz",
			"GET /%zz", "GET /%00", "POST /actuator/health", "BREW /spin" })
	void refusalsAreProblems(String request) throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send(request + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
			assertThat(client.status()).isBetween(400, 499);
			assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(client.rest()).startsWith("{\"")
				.contains("\"title\":\"", "\"detail\":\"")
				.doesNotContainIgnoringCase("exception", "spring", "netty", "reactor", "java", "io.spin", "4.1",
						".html", "static resource");
		}
	}

	@Test
	@DisplayName("What takes no GET says what it takes (S10)")
	void methodNotAllowedHasAllow() throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send("PUT /spin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
			assertThat(client.status()).isEqualTo(405);
			assertThat(client.header("Allow")).contains("GET", "HEAD", "POST").doesNotContain("PUT");
		}
	}

}
