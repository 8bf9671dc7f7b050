package io.spinstream.integration;

import java.io.IOException;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cross-origin requests, if one origin is allowed.
 */
@Tag("contract")
@TightSpinstreamTest
class AllowedOriginTests {

	@LocalServerPort
	private int port;

	@Test
	void theOriginThatIsNamedMayRead() throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin", "Origin: https://example.org")) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.header("Access-Control-Allow-Origin")).isEqualTo("https://example.org");
			assertThat(client.header("Access-Control-Allow-Credentials")).isEmpty();
		}
	}

	@Test
	void theCaseOfAnOriginDoesNotMatter() throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin", "Origin: https://Example.org")) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.header("Access-Control-Allow-Origin")).isEqualTo("https://Example.org");
		}
	}

	@Test
	void anotherOriginMayNotAndDoesNoWork() throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin", "Origin: https://example.org.evil.example")) {
			assertThat(client.status()).isEqualTo(403);
			assertThat(client.header("Access-Control-Allow-Origin")).isEmpty();
		}
	}

	@Test
	void nothingElseIsAllowed() throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send("OPTIONS /spin HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.org\r\n"
					+ "Access-Control-Request-Method: PUT\r\n\r\n");
			assertThat(client.status()).isEqualTo(403);
		}
	}

}
