package io.spinstream.netty;

import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

class HandoverTests {

	private final MockServerHttpRequest request = MockServerHttpRequest.get("/").build();

	@Test
	void aRequestDoesNotKeepItsExchangeAfterTheEndOfTheExchange() {
		HttpHandler handler = Handover.around((request, response) -> {
			((AbstractServerHttpRequest) request).setAttributesSupplier(() -> Map.of("exchange", "attribute"));
			return Mono.fromRunnable(() -> assertThat(request.getAttributes()).isNotEmpty());
		});
		handler.handle(this.request, new MockServerHttpResponse()).block();
		assertThat(this.request.getAttributes()).isEmpty();
	}

}
