package io.spinstream.browser;

import com.microsoft.playwright.Page;
import io.micrometer.core.instrument.MeterRegistry;
import io.spinstream.testing.Proxy;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a connection is lost for longer than a run lives without a reader.
 */
@PageTest
@TestPropertySource(properties = "spinstream.resume-window=100ms")
class ExpiredRunTests {

	@Autowired
	private Upstream upstream;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	@Test
	void aRunThatHasEndedMeanwhileIsReplacedByANewOne(Page page) {
		try (Proxy proxy = new Proxy(this.port)) {
			page.navigate(proxy.url());
			assertThat(page.locator(".state")).hasText("thinking");
			this.upstream.awaitRequests(1);
			proxy.cut();
			await().until(this::isNoRunKept);
			proxy.restore();
			assertThat(page.locator("#news p").last()).hasText("The run had ended meanwhile, so a new one began.");
			this.upstream.answer("42");
			assertThat(page.locator(".outcome")).hasText("Answer: 42");
			assertThat(this.upstream.awaitRequests(2)).hasSize(2);
		}
	}

	private boolean isNoRunKept() {
		return this.meters.get("spinstream.runs.active").gauge().value() == 0;
	}

}
