package io.spinstream.web;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Tells browsers what nothing from here needs: other origins, sniffing, referrers,
 * frames.
 */
@Component
final class SecurityHeaders implements WebFilter {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; connect-src 'self'; script-src 'self'; "
			+ "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		set(exchange.getResponse().getHeaders());
		return chain.filter(exchange);
	}

	/**
	 * Set them.
	 * @param headers the headers of a response
	 */
	static void set(HttpHeaders headers) {
		headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("Referrer-Policy", "no-referrer");
		headers.set("X-Frame-Options", "DENY");
	}

}
