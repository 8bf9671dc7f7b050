package io.spinstream.browser;

import io.spinstream.testing.Upstream;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * A fake upstream, from which the server gets its answers.
 */
@TestConfiguration(proxyBeanMethods = false)
class UpstreamConfiguration {

	@Bean
	Upstream upstream() {
		return new Upstream();
	}

	@Bean
	DynamicPropertyRegistrar answerUrl(Upstream upstream) {
		return (registry) -> registry.add("spinstream.answer.url", () -> "http://localhost:" + upstream.port());
	}

}
