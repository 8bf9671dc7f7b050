package io.spinstream.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Collectors;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Recipes;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The service behind Spring Security, configured as {@code docs/recipes.md} says.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "spring.autoconfigure.exclude=",
		"spring.security.user.name=ann", "spring.security.user.password=secret" })
class SecurityRecipeTests {

	private static final String FORM = "question=six times seven&year=2026";

	private static final String PASSWORD = "Authorization: Basic "
			+ Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));

	private static final Upstream upstream = new Upstream();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry properties) {
		properties.add("spinstream.answer.url", () -> "http://localhost:%d/work".formatted(upstream.port()));
	}

	@AfterAll
	static void close() {
		upstream.close();
	}

	@BeforeEach
	void hold() {
		upstream.hold();
	}

	@Test
	void itStandsInTheDocument() throws IOException {
		String source = Files.readString(
				Path.of("src", "test", "java", SecurityRecipeTests.class.getName().replace('.', '/') + ".java"));
		assertThat(lines(source)).contains(lines(Recipes.code("java")).replace("@Configuration", "@TestConfiguration")
			.replace("class Security", "static class Security"));
	}

	private static String lines(String code) {
		return code.lines().map(String::strip).collect(Collectors.joining("\n"));
	}

	@Test
	void aFormIsPassedOnWhole() throws IOException {
		try (RawClient client = post(PASSWORD)) {
			upstream.awaitRequests(1);
			upstream.answer("42");
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.rest()).endsWith("data: Answer: 42\n\n");
		}
		assertThat(upstream.requests()).extracting(ReceivedRequest::line, ReceivedRequest::body)
			.containsExactly(tuple("POST /work HTTP/1.1", FORM));
	}

	@Test
	void aRunIsStopped() throws IOException {
		try (RawClient reader = post(PASSWORD)) {
			String run = reader.header("Content-Location");
			upstream.awaitRequests(1);
			assertThat(status("DELETE", run, PASSWORD)).isEqualTo(204);
			assertThat(reader.rest()).contains("event: failure\n").endsWith("data: stopped\n\n");
			assertThat(status("GET", run + "/answer", PASSWORD)).isEqualTo(410);
		}
		await().until(() -> upstream.departures() == 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /spin", "POST /spin", "DELETE /spin/x", "GET /spin/x/answer", "GET /" })
	void whoHasNoPasswordIsRefused(String request) throws IOException {
		assertThat(status(request.split(" ")[0], request.split(" ")[1])).isEqualTo(401);
		assertThat(upstream.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /spin", "DELETE /spin/x" })
	void anotherSiteIsRefused(String request) throws IOException {
		assertThat(status(request.split(" ")[0], request.split(" ")[1], PASSWORD, "Sec-Fetch-Site: cross-site"))
			.isEqualTo(403);
		assertThat(upstream.requests()).isEmpty();
	}

	@Test
	void otherPathsKeepTheFilter() throws IOException {
		assertThat(status("POST", "/elsewhere", PASSWORD)).isEqualTo(403);
	}

	private RawClient post(String... headers) {
		return send("POST", "/spin", FORM, headers);
	}

	private int status(String method, String target, String... headers) throws IOException {
		try (RawClient client = send(method, target, "", headers)) {
			return client.status();
		}
	}

	private RawClient send(String method, String target, String body, String... headers) {
		String head = String.join("\r\n", headers);
		return new RawClient(this.port).send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n"
				+ (head.isEmpty() ? "" : head + "\r\n") + "Content-Type: application/x-www-form-urlencoded\r\n"
				+ "Content-Length: " + body.length() + "\r\n\r\n" + body);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Security {

		@Bean
		SecurityWebFilterChain onlyWithPassword(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(all) -> all.pathMatchers("/actuator/health/**").permitAll().anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(
						new AndServerWebExchangeMatcher(CsrfWebFilter.DEFAULT_CSRF_MATCHER, notSpin())))
				.build();
		}

		private static ServerWebExchangeMatcher notSpin() {
			return new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers("/spin/**"));
		}

	}

}
