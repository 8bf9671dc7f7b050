package io.spinstream.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/**
 * A test of the whole service on a port of its own, with fast frames and a
 * {@link ScriptedAnswer}. Tests with the same configuration share one service.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.style=fast", "spinstream.styles.fast.interval=20ms",
				"spinstream.styles.fast.frames=a,b,c", "spring.test.metrics.export=true" })
@Import({ ScriptedAnswer.class, Meters.class })
@ExtendWith(ServiceReset.class)
@interface SpinstreamTest {

}
