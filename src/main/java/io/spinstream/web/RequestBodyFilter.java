package io.spinstream.web;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Reads what is left of the body of a request before the response is sent, and closes the
 * connection after it if the body is too long or too slow for that: it would hold the
 * connection.
 */
@Component
final class RequestBodyFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (RequestBody.isUnread(exchange)) {
			exchange.getResponse()
				.beforeCommit(
						() -> RequestBody.discard(exchange).then(Mono.fromRunnable(() -> closeIfUnread(exchange))));
		}
		return chain.filter(exchange);
	}

	private static void closeIfUnread(ServerWebExchange exchange) {
		if (RequestBody.isUnread(exchange)) {
			exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
		}
	}

}
