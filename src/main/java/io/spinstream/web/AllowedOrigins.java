package io.spinstream.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebFilter;

/**
 * Lets pages of allowed origins read what others may not (CORS).
 */
@Configuration(proxyBeanMethods = false)
class AllowedOrigins {

	@Bean
	WebFilter corsFilter(SpinstreamProperties properties) {
		UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
		if (!properties.allowedOrigins().isEmpty()) {
			paths.registerCorsConfiguration("/**", rules(properties));
		}
		return new CorsWebFilter(paths, new ProblemProcessor());
	}

	private static CorsConfiguration rules(SpinstreamProperties properties) {
		CorsConfiguration rules = new CorsConfiguration();
		rules.setAllowedOrigins(properties.allowedOrigins());
		rules.addAllowedMethod("GET");
		rules.addAllowedMethod("HEAD");
		rules.addAllowedHeader(CorsConfiguration.ALL);
		rules.addExposedHeader(HttpHeaders.RETRY_AFTER);
		return rules;
	}

	/**
	 * Refuses by an error, which becomes a problem, where its parent sends a bare 403.
	 */
	private static final class ProblemProcessor extends DefaultCorsProcessor {

		@Override
		protected void rejectRequest(ServerHttpResponse response) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN);
		}

	}

}
