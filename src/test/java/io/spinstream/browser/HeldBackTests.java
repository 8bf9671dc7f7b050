package io.spinstream.browser;

import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import io.spinstream.testing.Proxy;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the network delays what the server has sent.
 */
@PageTest
class HeldBackTests {

	private static final Pattern SILENCE = Pattern.compile("Nothing has come for \\d+ s\\.");

	@Autowired
	private Upstream upstream;

	@LocalServerPort
	private int port;

	private Proxy proxy;

	@BeforeEach
	void open() {
		this.proxy = new Proxy(this.port);
	}

	@AfterEach
	void close() {
		this.proxy.close();
	}

	@Test
	void framesThatComeInBunchesAreSaidToBeHeldBack(Page page) {
		page.navigate(this.proxy.url());
		assertThat(page.locator(".state")).hasText("thinking");
		for (int bunch = 0; bunch < 2; bunch++) {
			assertThat(page.locator(".held")).isHidden();
			this.proxy.hold();
			assertThat(page.locator(".note")).hasText(SILENCE);
			this.proxy.release();
			assertThat(page.locator(".note")).isHidden();
		}
		assertThat(page.locator(".held")).isVisible();
		Appearance.inspect(page, "held-back");
	}

	@Test
	void aStreamThatComesAllAtOnceIsSaidToBeHeldBack(Page page) {
		page.navigate(this.proxy.url());
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("stopped");
		this.proxy.hold();
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("connecting");
		assertThat(page.locator(".note")).hasText(SILENCE);
		Appearance.inspect(page, "connecting");
		this.upstream.answer("42");
		this.proxy.release();
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(page.locator(".held")).isVisible();
	}

	@Test
	void aConnectionThatIsSilentForLongIsGivenUpForANewOne(Page page) {
		page.clock().install();
		page.navigate(this.proxy.url());
		assertThat(page.locator(".state")).hasText("thinking");
		this.proxy.hold();
		page.clock().runFor(16_000);
		assertThat(page.locator(".note")).hasText("Trying another connection.");
		this.proxy.release();
		assertThat(page.locator(".note")).hasText("Resumed: the same run goes on.");
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

}
