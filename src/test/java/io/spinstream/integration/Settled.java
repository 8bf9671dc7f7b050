package io.spinstream.integration;

import io.spinstream.run.AnswerException;
import io.spinstream.run.Runs;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import static io.spinstream.testing.Awaiting.await;

/**
 * Begins each test when the streams of the one before have ended, and ends the runs that
 * they left: a service that tests share counts for each of them from zero.
 */
final class Settled implements BeforeEachCallback {

	@Override
	public void beforeEach(ExtensionContext test) {
		ApplicationContext service = SpringExtension.getApplicationContext(test);
		Meters meters = service.getBean(Meters.class);
		await().until(() -> meters.open() == 0);
		service.getBean(Runs.class).fail(new AnswerException("the test is over"));
		service.getBean(ScriptedAnswer.class).forget();
	}

}
