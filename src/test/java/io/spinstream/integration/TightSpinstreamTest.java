package io.spinstream.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.TestPropertySource;

/**
 * A {@link SpinstreamTest} of a service with narrow limits.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpinstreamTest
@TestPropertySource(
		properties = { "spinstream.max-streams=20", "spinstream.max-thread-streams=2", "spinstream.resume-window=4s",
				"spinstream.allowed-origins=https://example.org", "server.netty.idle-timeout=3s" })
@interface TightSpinstreamTest {

}
