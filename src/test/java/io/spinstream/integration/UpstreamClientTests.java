package io.spinstream.integration;

import java.io.IOException;
import java.nio.file.Path;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Script;
import io.spinstream.testing.SelfSigned;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client of the upstream, configured by the properties of Spring Boot.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.http.clients.ssl.bundle=upstream", "spring.http.clients.read-timeout=10s",
				"spring.ssl.bundle.jks.upstream.truststore.password=" + SelfSigned.PASSWORD })
class UpstreamClientTests {

	@TempDir
	private static Path directory;

	private static Upstream upstream;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry properties) throws Exception {
		SelfSigned keys = new SelfSigned(directory);
		upstream = new Upstream(keys.context());
		properties.add("spring.ssl.bundle.jks.upstream.truststore.location", () -> keys.file().toString());
		properties.add("spinstream.answer.url", () -> "https://localhost:%d/slow".formatted(upstream.port()));
	}

	@AfterAll
	static void close() {
		upstream.close();
	}

	@Test
	void trustsTheCertificatesOfItsBundle() throws IOException {
		upstream.hold();
		upstream.answer("42");
		assertThat(answer()).isEqualTo("{\"answer\":\"42\"}");
		assertThat(upstream.requests()).extracting(ReceivedRequest::line).containsExactly("GET /slow HTTP/1.1");
	}

	@Test
	void followsNoRedirect() throws IOException {
		upstream.hold();
		upstream.play(Script
			.send("HTTP/1.1 302 Found\r\nLocation: https://localhost:%d/elsewhere\r\n".formatted(upstream.port())
					+ "Connection: close\r\nContent-Length: 0\r\n\r\n"));
		assertThat(answer()).contains("the upstream answered 302");
		assertThat(upstream.requests()).extracting(ReceivedRequest::line).containsExactly("GET /slow HTTP/1.1");
	}

	@Test
	void tellsItsReadTimeoutAsATimeout() throws IOException {
		upstream.hold();
		assertThat(answer())
			.isEqualTo("{\"detail\":\"the upstream took too long\",\"status\":504,\"title\":\"Gateway Timeout\"}");
	}

	private String answer() throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin?format=json")) {
			return client.rest();
		}
	}

}
