package io.spinstream.integration;

import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plain requests bypass WebFlux, and get the same response as with it. An irrelevant
 * header makes a request go through WebFlux.
 */
@SpinstreamTest
@Import(PlainRequestTests.WebFluxCounter.class)
class PlainRequestTests {

	private static final String NOT_PLAIN = "Content-Length: 0";

	@LocalServerPort
	private int port;

	@Autowired
	private ScriptedAnswer answers;

	@Autowired
	private WebFluxCounter webFlux;

	@BeforeEach
	void countFromZero() {
		this.webFlux.requests.set(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sse", "text", "json" })
	void sameAnswer(String format) throws IOException {
		assertThat(answer(format)).contains("200", "42").isEqualTo(answer(format, NOT_PLAIN));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sse", "text", "json" })
	void sameFailure(String format) throws IOException {
		assertThat(failure(format)).contains("could not be computed").isEqualTo(failure(format, NOT_PLAIN));
	}

	@ParameterizedTest
	@ValueSource(strings = { "message=%0A", "style=none", "supervisor=none", "format=none",
			"lastEventId=0123456789-_abcdefghij.done" })
	void sameRefusal(String query) throws IOException {
		assertThat(refusal(query)).isEqualTo(refusal(query, NOT_PLAIN));
	}

	@ParameterizedTest
	@CsvSource({ "1, admit one of", "50, admit one of", "51, be a list of at most 50" })
	void sameRefusalOfTypes(int types, String rule) throws IOException {
		String accept = "Accept: " + String.join(",", Collections.nCopies(types, "image/png"));
		assertThat(refusal("", accept)).startsWith("406 ").contains(rule).isEqualTo(refusal("", accept, NOT_PLAIN));
	}

	@Test
	void onlyTheOthersReachWebFlux() throws IOException {
		refusal("style=none", NOT_PLAIN);
		refusal("style=none", "Origin: http://localhost:" + this.port);
		assertThat(this.webFlux.requests).hasValue(2);
		refusal("style=none");
		assertThat(this.webFlux.requests).hasValue(2);
	}

	private String answer(String format, String... headers) throws IOException {
		return ended(() -> this.answers.tell("42"), format, headers);
	}

	private String failure(String format, String... headers) throws IOException {
		return ended(() -> this.answers.fail(new IllegalStateException("inside")), format, headers);
	}

	private String ended(Runnable end, String format, String... headers) throws IOException {
		int before = this.answers.begun();
		try (RawClient client = RawClient.get(this.port, "/spin?format=" + format, headers)) {
			await().until(() -> this.answers.begun() > before);
			end.run();
			return all(client).replaceAll("[A-Za-z0-9_-]{22}", "run")
				.replaceAll("#\\d+", "#1")
				.replaceAll("(data: [abc] thinking!\n\n)+", "frames\n\n")
				.replaceAll("(\r?[abc] thinking!\b*)+", "frames");
		}
	}

	private String refusal(String query, String... headers) throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin?" + query, headers)) {
			return all(client);
		}
	}

	private static String all(RawClient client) throws IOException {
		return client.status() + " " + client.headers() + " " + client.rest();
	}

	static final class WebFluxCounter implements WebFilter {

		private final AtomicInteger requests = new AtomicInteger();

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			this.requests.incrementAndGet();
			return chain.filter(exchange);
		}

	}

}
