package io.spinstream.browser;

import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Lets the upstream hold all requests at the start of each test.
 */
final class UpstreamReset implements BeforeEachCallback {

	@Override
	public void beforeEach(ExtensionContext test) {
		SpringExtension.getApplicationContext(test).getBean(Upstream.class).hold();
	}

}
