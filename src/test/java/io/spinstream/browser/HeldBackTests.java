package io.spinstream.browser;

import java.util.regex.Pattern;

import com.microsoft.playwright.Clock;
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

	/** Two are enough, unless this machine pauses. */
	private static final int MOST_BUNCHES = 5;

	private static final int BUNCH = 10;

	private static final long LATER = 600_000;

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
		for (int bunch = 0; bunch < MOST_BUNCHES && page.locator(".held").isHidden(); bunch++) {
			this.proxy.hold();
			assertThat(page.locator(".note")).hasText(SILENCE);
			this.proxy.release();
			assertThat(page.locator(".note")).isHidden();
		}
		assertThat(page.locator(".held")).isVisible();
		Appearance.inspect(page, "held-back");
	}

	/**
	 * The clock of the page stands still, so that no pause of this machine is a silence.
	 */
	@Test
	void oneBunchMayBeChance(Page page) {
		page.clock().install(new Clock.InstallOptions().setTime(0));
		page.clock().pauseAt(LATER);
		page.navigate(this.proxy.url());
		assertThat(page.locator(".state")).hasText("thinking");
		sendBunch(page);
		assertThat(page.locator(".held")).isHidden();
		sendBunch(page);
		assertThat(page.locator(".held")).isVisible();
	}

	private void sendBunch(Page page) {
		this.proxy.hold();
		page.waitForCondition(() -> {
			page.clock().runFor(2_000);
			return SILENCE.matcher(page.locator(".note").textContent()).matches();
		});
		page.evaluate("document.querySelector('#events').replaceChildren()");
		this.proxy.release();
		page.waitForFunction("(bunch) => document.querySelectorAll('#events li').length >= bunch", BUNCH);
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
