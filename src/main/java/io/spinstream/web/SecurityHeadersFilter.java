package io.spinstream.web;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Sets the headers that every response has: those that restrict a browser to what the
 * page needs, and {@code Date} (RFC 9110, section 6.6.1).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SecurityHeadersFilter implements WebFilter {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; connect-src 'self'; script-src 'self'; "
			+ "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final long SECOND_MILLIS = 1_000;

	private volatile Date date = Date.of(0);

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("Referrer-Policy", "no-referrer");
		headers.set("X-Frame-Options", "DENY");
		headers.set(HttpHeaders.DATE, date());
		return chain.filter(exchange);
	}

	private String date() {
		long second = System.currentTimeMillis() / SECOND_MILLIS;
		Date last = this.date;
		if (last.second() != second) {
			last = Date.of(second);
			this.date = last;
		}
		return last.text();
	}

	/** A second as text, since formatting it for each request would be costly. */
	private record Date(long second, String text) {

		static Date of(long second) {
			HttpHeaders headers = new HttpHeaders();
			headers.setDate(second * SECOND_MILLIS);
			return new Date(second, String.valueOf(headers.getFirst(HttpHeaders.DATE)));
		}

	}

}
