package io.spinstream.web;

import reactor.core.publisher.Mono;

import org.springframework.http.server.RequestPath;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Has {@code /} served like every other file of the page. Spring Boot's welcome page
 * knows neither {@code HEAD} nor {@code 304}, and fails over a malformed {@code Accept}.
 */
@Component
final class HomePage implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		RequestPath path = exchange.getRequest().getPath();
		if (!path.pathWithinApplication().value().equals("/")) {
			return chain.filter(exchange);
		}
		String file = path.contextPath().value() + "/index.html";
		return chain.filter(exchange.mutate().request((request) -> request.path(file)).build());
	}

}
