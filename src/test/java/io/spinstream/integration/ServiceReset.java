package io.spinstream.integration;

import io.spinstream.run.Runs;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import static io.spinstream.testing.Awaiting.await;

/**
 * Resets a service that tests share. Before each test it waits until the streams of the
 * previous one have ended, ends the remaining runs, and resets the counts of the answers.
 */
final class ServiceReset implements BeforeEachCallback {

	@Override
	public void beforeEach(ExtensionContext test) {
		ApplicationContext service = SpringExtension.getApplicationContext(test);
		Meters meters = service.getBean(Meters.class);
		await().until(() -> meters.open() == 0);
		service.getBean(Runs.class).shutDown("the test is over").block();
		service.getBean(ScriptedAnswer.class).forget();
	}

}
