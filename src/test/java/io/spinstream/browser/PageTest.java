package io.spinstream.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * A test of the page in a real browser. The test gets the page as a parameter, and says
 * when the fake upstream answers. Tests with the same configuration share one server.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({ Chromium.class, UpstreamReset.class })
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.max-streams=" + PageTest.MAX_STREAMS, "spinstream.max-runs=1000",
				"spinstream.resume-window=60s" })
@Import(UpstreamConfiguration.class)
@interface PageTest {

	int MAX_STREAMS = 8;

}
