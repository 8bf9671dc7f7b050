package io.spinstream.browser;

import io.micrometer.core.instrument.MeterRegistry;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import static io.spinstream.testing.Awaiting.await;

/**
 * Lets the upstream hold all requests at the start of each test. Before, it ends the runs
 * of the previous test, whose requests may come late.
 */
final class UpstreamReset implements BeforeEachCallback {

	@Override
	public void beforeEach(ExtensionContext test) {
		ApplicationContext service = SpringExtension.getApplicationContext(test);
		Upstream upstream = service.getBean(Upstream.class);
		MeterRegistry meters = service.getBean(MeterRegistry.class);
		upstream.answer("too late");
		await().until(() -> meters.get("spinstream.runs.active").gauge().value() == 0);
		upstream.hold();
	}

}
