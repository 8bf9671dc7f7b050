package io.spinstream.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@PageTest
class PhoneTests {

	private static final String CHOICE = "/?message=a+message+of+some+length,+as+people+write&style=scrolling-dots";

	@Autowired
	private Upstream upstream;

	@LocalServerPort
	private int port;

	@Test
	void showsNoKeysAndTheWholeRequest(Page page) {
		try (BrowserContext phone = page.context().browser().newContext(phone())) {
			Page small = phone.newPage();
			small.navigate("http://localhost:" + this.port + CHOICE);
			assertThat(small.locator(".state")).hasText("thinking");
			assertThat(small.locator(".keys")).isHidden();
			assertIsWhole(small.locator("#request"));
			for (Locator command : small.locator("#commands code").all()) {
				assertIsWhole(command);
			}
			Appearance.screenshot(small, "phone", true);
		}
	}

	@Test
	void aTabletShowsNoKeys(Page page) {
		try (BrowserContext tablet = page.context().browser().newContext(phone().setViewportSize(1024, 768))) {
			Page large = tablet.newPage();
			large.navigate("http://localhost:" + this.port);
			assertThat(large.locator(".state")).hasText("thinking");
			assertThat(large.locator(".keys")).isHidden();
		}
	}

	@Test
	void aDesktopShowsTheKeys(Page page) {
		page.navigate("/");
		assertThat(page.locator(".keys")).isVisible();
	}

	private static Browser.NewContextOptions phone() {
		return new Browser.NewContextOptions().setViewportSize(360, 740).setIsMobile(true).setHasTouch(true);
	}

	private static void assertIsWhole(Locator text) {
		assertThat(text).isVisible();
		assertThat(text.evaluate("(text) => text.scrollWidth <= text.clientWidth")).isEqualTo(true);
	}

}
