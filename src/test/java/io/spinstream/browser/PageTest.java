package io.spinstream.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * A test of the page in a real browser, which it gets as a parameter, against a real
 * server, whose answers come when the test says so. One server serves all these tests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Chromium.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.max-streams=" + PageTest.MAX_STREAMS, "spinstream.resume-window=60s",
				"spinstream.styles.arrow.interval=20ms" })
@Import(UpstreamConfiguration.class)
@interface PageTest {

	int MAX_STREAMS = 8;

}
