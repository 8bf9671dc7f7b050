package io.spinstream.web;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Refuses requests that begin or stop a run and that a browser sends for a page of
 * another site, unless its origin is allowed. {@code Sec-Fetch-Site} decides (Fetch
 * Metadata, section 2.2), or else {@code Origin} (RFC 6454).
 */
@Component
final class CrossSiteFilter implements WebFilter {

	private static final PathPattern NEW_RUN = PathPatternParser.defaultInstance.parse(SpinController.PATH);

	private static final PathPattern KNOWN_RUN = PathPatternParser.defaultInstance.parse(SpinController.PATH + "/**");

	/** Those that change nothing (RFC 9110, section 9.2.1). */
	private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private static final String FETCH_SITE = "Sec-Fetch-Site";

	private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

	private static final Pattern USUAL_PORT = Pattern.compile(":(80|443)$");

	private static final String RULE = "must be of this site, or of an origin that spinstream.allowed-origins names";

	private final SpinstreamProperties properties;

	CrossSiteFilter(SpinstreamProperties properties) {
		this.properties = properties;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		return (beginsOrStops(request) && isForeign(request) && !isAllowed(request)) ? Mono.error(refusal(request))
				: chain.filter(exchange);
	}

	private static boolean beginsOrStops(ServerHttpRequest request) {
		PathContainer path = request.getPath().pathWithinApplication();
		return NEW_RUN.matches(path) ? request.getMethod() != HttpMethod.OPTIONS
				: KNOWN_RUN.matches(path) && !SAFE_METHODS.contains(request.getMethod());
	}

	private static boolean isForeign(ServerHttpRequest request) {
		String site = request.getHeaders().getFirst(FETCH_SITE);
		String origin = request.getHeaders().getOrigin();
		return (site != null) ? !SAME_SITE.contains(site) : origin != null && !isOwn(origin, request.getURI());
	}

	/** Without the scheme, since a proxy may have ended TLS. */
	private static boolean isOwn(String origin, URI target) {
		int end = origin.indexOf("://");
		return end > 0 && withoutUsualPort(origin.substring(end + 3))
			.equalsIgnoreCase(withoutUsualPort(String.valueOf(target.getRawAuthority())));
	}

	/** A browser omits the usual port; a proxy may name it. */
	private static String withoutUsualPort(String authority) {
		return USUAL_PORT.matcher(authority).replaceFirst("");
	}

	private boolean isAllowed(ServerHttpRequest request) {
		String origin = request.getHeaders().getOrigin();
		return origin != null && (this.properties.allowedOrigins().contains(origin.toLowerCase(Locale.ROOT))
				|| this.properties.allowedOrigins().contains("*"));
	}

	private static Refusal refusal(ServerHttpRequest request) {
		String name = (request.getHeaders().getOrigin() != null) ? HttpHeaders.ORIGIN : FETCH_SITE;
		String value = String.valueOf(request.getHeaders().getFirst(name));
		return Refusal.header(HttpStatus.FORBIDDEN, name, value, RULE);
	}

}
