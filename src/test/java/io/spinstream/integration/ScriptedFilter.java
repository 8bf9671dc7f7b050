package io.spinstream.integration;

import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * A filter, in the place of Spring Security's, that does what the test says.
 */
@Order(-100)
final class ScriptedFilter implements WebFilter {

	private volatile WebFilter script = (exchange, chain) -> chain.filter(exchange);

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return this.script.filter(exchange, chain);
	}

	/**
	 * Do something with the requests that come from now on.
	 * @param next what to do
	 */
	void play(WebFilter next) {
		this.script = next;
	}

	/**
	 * Pass on the requests that come from now on.
	 */
	void rest() {
		play((exchange, chain) -> chain.filter(exchange));
	}

}
