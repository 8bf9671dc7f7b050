package io.spinstream.web;

import reactor.core.publisher.Mono;

import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * Takes plain requests for a stream straight to the controller. WebFlux would answer them
 * alike, at several times the price: what it knows of bodies, other origins and other
 * methods, these do not need.
 */
@Component
final class PlainRequests implements WebHttpHandlerBuilderCustomizer {

	private final SpinController controller;

	private final Problems problems;

	PlainRequests(SpinController controller, Problems problems) {
		this.controller = controller;
		this.problems = problems;
	}

	@Override
	public void customize(WebHttpHandlerBuilder builder) {
		builder.httpHandlerDecorator(this::before);
	}

	private HttpHandler before(HttpHandler webFlux) {
		return (request, response) -> isPlain(request) ? spin(request, response) : webFlux.handle(request, response);
	}

	private static boolean isPlain(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		return request.getMethod() == HttpMethod.GET
				&& request.getPath().pathWithinApplication().value().equals(SpinController.PATH)
				&& !headers.containsHeader(HttpHeaders.ORIGIN) && !headers.containsHeader(HttpHeaders.CONTENT_LENGTH)
				&& !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
	}

	private Mono<Void> spin(ServerHttpRequest request, ServerHttpResponse response) {
		SecurityHeaders.set(response.getHeaders());
		return Mono.defer(() -> this.controller.spin(request, response))
			.onErrorResume((failure) -> this.problems.handle(failure, response));
	}

}
