package io.spinstream.browser;

import java.io.IOException;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the network keeps for itself what the server has sent.
 */
@PageTest
class HeldBackTests {

	@Autowired
	private Upstream upstream;

	@LocalServerPort
	private int port;

	private Relay relay;

	@BeforeEach
	void hold() throws IOException {
		this.upstream.hold();
		this.relay = new Relay(this.port);
	}

	@AfterEach
	void clear() throws IOException {
		this.relay.close();
	}

	@Test
	void framesThatComeInBunchesAreSaidToBeHeldBack(Page page) {
		page.navigate(this.relay.url());
		assertThat(page.locator(".state")).hasText("thinking");
		for (int bunch = 0; bunch < 2; bunch++) {
			assertThat(page.locator(".held")).isHidden();
			this.relay.hold();
			assertThat(page.locator(".note")).hasText("Nothing has come for 1 s.");
			this.relay.release();
			assertThat(page.locator(".note")).isHidden();
		}
		assertThat(page.locator(".held")).isVisible();
		Looks.inspect(page, "held-back");
	}

	@Test
	void aStreamThatComesAllAtOnceIsSaidToBeHeldBack(Page page) {
		page.navigate(this.relay.url());
		this.relay.hold();
		page.locator("#toggle").click();
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("connecting");
		assertThat(page.locator(".note")).hasText("Nothing has come for 2 s.");
		Looks.inspect(page, "connecting");
		this.upstream.answer("42");
		this.relay.release();
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(page.locator(".held")).isVisible();
	}

	@Test
	void aConnectionThatIsSilentForLongIsGivenUpForANewOne(Page page) {
		page.clock().install();
		page.navigate(this.relay.url());
		assertThat(page.locator(".state")).hasText("thinking");
		this.relay.hold();
		page.clock().runFor(16_000);
		assertThat(page.locator(".note")).hasText("Trying another connection.");
		this.relay.release();
		assertThat(page.locator(".note")).hasText("Resumed: the same run goes on.");
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(this.upstream.requests()).isEqualTo(1);
	}

}
