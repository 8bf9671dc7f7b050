package io.spinstream.web;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * Lets pages of the origins that are named read from here, and no others.
 */
@Component
final class CrossOrigin implements WebFluxConfigurer {

	private final SpinstreamProperties properties;

	CrossOrigin(SpinstreamProperties properties) {
		this.properties = properties;
	}

	@Override
	public void addCorsMappings(CorsRegistry registry) {
		if (!this.properties.allowedOrigins().isEmpty()) {
			registry.addMapping("/**")
				.allowedOrigins(this.properties.allowedOrigins().toArray(String[]::new))
				.allowedMethods("GET", "HEAD");
		}
	}

}
