package io.spinstream.web;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page at its shortest address, here below a base path.
 */
@Tag("contract")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "spring.webflux.base-path=/below")
@AutoConfigureWebTestClient
class HomePageTests {

	@Autowired
	private WebTestClient client;

	@Test
	void isTheFile() {
		EntityExchangeResult<String> page = get("/").expectBody(String.class).returnResult();
		assertThat(page.getResponseBody()).contains("<title>Spinstream</title>");
		assertThat(headers(this.client.get(), "/")).containsEntry("Cache-Control", "no-cache")
			.isEqualTo(headers(this.client.get(), "/index.html"));
	}

	@Test
	void headIsThatOfGet() {
		assertThat(headers(this.client.head(), "/")).isEqualTo(headers(this.client.get(), "/"));
	}

	@Test
	void comesOnce() {
		long modified = get("/").expectBody().returnResult().getResponseHeaders().getLastModified();
		this.client.get()
			.uri("/")
			.headers((headers) -> headers.setIfModifiedSince(modified))
			.exchange()
			.expectStatus()
			.isNotModified()
			.expectBody()
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "///", "text/html;q=2", "a/b;charset=none" })
	void comesWhateverTheClientTakes(String accept) {
		EntityExchangeResult<String> page = this.client.get()
			.uri("/")
			.header("Accept", accept)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.TEXT_HTML)
			.expectBody(String.class)
			.returnResult();
		assertThat(page.getResponseBody()).contains("<title>Spinstream</title>");
	}

	@Test
	void theBasePathAloneRedirects() {
		this.client.get()
			.uri((builder) -> builder.replacePath("/below").build())
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.PERMANENT_REDIRECT)
			.expectHeader()
			.valueEquals("Location", "/below/");
	}

	@Test
	void theBasePathAloneRedirectsWithItsQueryAsItIs() {
		this.client.get()
			.uri((builder) -> URI.create(builder.replacePath("/below").build() + "?a=%2F%26&b=c&"))
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.PERMANENT_REDIRECT)
			.expectHeader()
			.valueEquals("Location", "/below/?a=%2F%26&b=c&");
	}

	@Test
	void takesNothing() {
		this.client.post()
			.uri("/")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.METHOD_NOT_ALLOWED)
			.expectHeader()
			.value("Allow",
					(allowed) -> assertThat(allowed.split(",")).containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS"))
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(405);
	}

	private WebTestClient.ResponseSpec get(String path) {
		return this.client.get().uri(path).exchange().expectStatus().isOk();
	}

	private static Map<String, String> headers(WebTestClient.RequestHeadersUriSpec<?> method, String path) {
		HttpHeaders headers = method.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseHeaders();
		Map<String, String> withoutDate = new HashMap<>(headers.toSingleValueMap());
		withoutDate.remove(HttpHeaders.DATE);
		return withoutDate;
	}

}
