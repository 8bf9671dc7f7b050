package io.spinstream.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service behind Spring Security, which admits nobody without a password.
 */
@SpinstreamTest
@TestPropertySource(properties = { "spring.autoconfigure.exclude=", "spring.security.user.name=ann",
		"spring.security.user.password=secret" })
class SecurityTests extends ServiceTest {

	private static final String PASSWORD = "Authorization: Basic "
			+ Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));

	@Test
	void nothingIsServedOrComputedWithoutThePassword() throws IOException {
		for (String request : RequestForms.all().toList()) {
			try (RawClient client = new RawClient(this.port).send(request)) {
				assertThat(client.status()).as(request).isIn(refusals(request));
			}
		}
		assertThat(this.answers.begun()).isZero();
		assertThat(this.meters.runs()).isZero();
	}

	/**
	 * A request that looks like an evasion, or that may change something, gets no 401.
	 */
	private static List<Integer> refusals(String request) {
		String target = request.split(" ")[1];
		if (target.startsWith("//") || target.contains(";")) {
			return List.of(400);
		}
		return request.startsWith("GET ") || request.startsWith("HEAD ") || request.startsWith("OPTIONS ")
				? List.of(401) : List.of(403);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			sse  | event: answer
			text | Answer: 42
			json | {"answer":"42"}
			""")
	void whoHasThePasswordGetsTheWholeStream(String format, String end) throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin?format=" + format, PASSWORD)) {
			awaitBegun(1);
			this.answers.tell("42");
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.rest()).contains(end);
			client.send("HEAD /spin HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(client.nextResponse(false).status()).isEqualTo(401);
		}
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Security {

		@Bean
		SecurityWebFilterChain onlyWithPassword(ServerHttpSecurity http) {
			return http.authorizeExchange((all) -> all.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

}
