package io.spinstream.web;

import java.util.Map;

import org.springframework.boot.webflux.autoconfigure.ResourceHandlerRegistrationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * Teaches WebFlux to read a {@link SpinRequest}, to write a {@link SpinStream}, and the
 * media type of YAML (RFC 9512).
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebFluxConfigurer {

	private final SpinRequestResolver requests;

	WebConfiguration(SpinRequestResolver requests) {
		this.requests = requests;
	}

	@Bean
	static ResourceHandlerRegistrationCustomizer yamlFiles() {
		return (files) -> files.setMediaTypes(Map.of("yaml", MediaType.APPLICATION_YAML));
	}

	@Override
	public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
		configurer.addCustomResolver(this.requests);
	}

	@Override
	public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
		configurer.customCodecs().register(new SpinStreamWriter());
	}

}
