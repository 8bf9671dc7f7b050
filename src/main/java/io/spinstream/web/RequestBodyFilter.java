package io.spinstream.web;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Closes the connection after the response to a request whose body was not read. What is
 * left of it may come slowly, and would hold the connection.
 */
@Component
final class RequestBodyFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (RequestBody.isUnread(exchange)) {
			exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> closeIfUnread(exchange)));
		}
		return chain.filter(exchange);
	}

	private static void closeIfUnread(ServerWebExchange exchange) {
		if (RequestBody.isUnread(exchange)) {
			exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
		}
	}

}
