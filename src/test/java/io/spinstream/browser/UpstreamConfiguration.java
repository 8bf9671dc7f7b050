package io.spinstream.browser;

import io.spinstream.testing.Upstream;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * A fake upstream, from which the server gets its answers: at {@code upstream.path}, or
 * else at its root.
 */
@TestConfiguration(proxyBeanMethods = false)
class UpstreamConfiguration {

	@Bean
	Upstream upstream() {
		return new Upstream();
	}

	@Bean
	DynamicPropertyRegistrar answerUrl(Upstream upstream, Environment environment) {
		String path = environment.getProperty("upstream.path", "");
		return (registry) -> registry.add("spinstream.answer.url", () -> "http://localhost:" + upstream.port() + path);
	}

}
