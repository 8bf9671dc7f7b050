package io.spinstream.browser;

import io.micrometer.core.instrument.MeterRegistry;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import static io.spinstream.testing.Awaiting.await;

/**
 * Lets the upstream hold all requests at the start of each test. Before that it answers
 * the runs of the previous one, whose requests may not have come yet.
 */
final class UpstreamReset implements BeforeEachCallback {

	@Override
	public void beforeEach(ExtensionContext test) {
		ApplicationContext service = SpringExtension.getApplicationContext(test);
		MeterRegistry meters = service.getBean(MeterRegistry.class);
		Upstream upstream = service.getBean(Upstream.class);
		upstream.answer("the test is over");
		OpenStreams.awaitNone(meters);
		await().until(() -> meters.get("spinstream.runs.active").gauge().value() == 0);
		upstream.hold();
	}

}
