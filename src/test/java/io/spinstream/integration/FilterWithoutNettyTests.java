package io.spinstream.integration;

import org.springframework.test.context.TestPropertySource;

/**
 * The same without the package {@code netty}.
 */
@TestPropertySource(properties = "spinstream.netty.enabled=false")
class FilterWithoutNettyTests extends FilterTests {

}
