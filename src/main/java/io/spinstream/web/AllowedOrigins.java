package io.spinstream.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/**
 * Lets pages of allowed origins read what others may not (CORS).
 */
@Configuration(proxyBeanMethods = false)
class AllowedOrigins {

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "DELETE");

	@Bean
	WebFilter corsFilter(SpinstreamProperties properties) {
		UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
		if (!properties.allowedOrigins().isEmpty()) {
			paths.registerCorsConfiguration("/**", rules(properties));
		}
		return new CorsWebFilter(paths, new PreflightProcessor());
	}

	private static CorsConfiguration rules(SpinstreamProperties properties) {
		CorsConfiguration rules = new CorsConfiguration();
		rules.setAllowedOrigins(properties.allowedOrigins());
		rules.setAllowedMethods(METHODS);
		rules.addAllowedHeader(CorsConfiguration.ALL);
		rules.setExposedHeaders(List.of(HttpHeaders.LOCATION, HttpHeaders.CONTENT_LOCATION, HttpHeaders.RETRY_AFTER,
				Preference.APPLIED));
		return rules;
	}

	/**
	 * Refuses preflight requests alone, by an error, which becomes a problem. The
	 * {@link CrossSiteFilter} decides who may begin a run. All other responses are sent;
	 * if one does not name the origin of a page, the browser does not let the page read
	 * it.
	 */
	private static final class PreflightProcessor extends DefaultCorsProcessor {

		@Override
		public boolean process(@Nullable CorsConfiguration rules, ServerWebExchange exchange) {
			if (!super.process(rules, exchange) && CorsUtils.isPreFlightRequest(exchange.getRequest())) {
				throw Refusal.header(HttpStatus.FORBIDDEN, HttpHeaders.ORIGIN,
						String.valueOf(exchange.getRequest().getHeaders().getOrigin()),
						"must be one that spinstream.allowed-origins names, and the method one of "
								+ String.join(", ", METHODS));
			}
			return true;
		}

		/** Sets no status, as the method that it replaces would. */
		@Override
		protected void rejectRequest(ServerHttpResponse response) {
		}

	}

}
