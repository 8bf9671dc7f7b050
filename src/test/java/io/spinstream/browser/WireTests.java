package io.spinstream.browser;

import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

@PageTest
class WireTests {

	@Autowired
	private Upstream upstream;

	@BeforeEach
	void hold() {
		this.upstream.hold();
	}

	@Test
	void showsEachEventWithItsIdAndData(Page page) {
		page.navigate("/?style=simple-dots");
		Locator events = page.locator("#events li");
		assertThat(page.locator("#events")).isHidden();
		page.locator("summary").click();
		assertThat(events.nth(0)).hasText(Pattern
			.compile("event: spinner\\s+id: [A-Za-z0-9_-]{22}\\s+data: spinner object: Subscription\\[#\\d+,spin]"));
		assertThat(events.nth(1).locator(".data")).hasText("data:     thinking!");
		Appearance.inspect(page, "wire");
		this.upstream.answer("two\nlines");
		assertThat(events.last()).hasText(
				Pattern.compile("event: answer\\s+id: [A-Za-z0-9_-]{22}\\.done\\s+data: Answer: two\\s+data: lines"));
	}

	@Test
	void forgetsTheOldestEvents(Page page) {
		page.navigate("/?style=arrow");
		page.locator("summary").click();
		assertThat(page.locator("#events .event", new Page.LocatorOptions().setHasText("spinner"))).hasCount(1);
		assertThat(page.locator("#events .event", new Page.LocatorOptions().setHasText("spinner"))).hasCount(0);
		assertThat(page.locator("#events li")).hasCount(100);
	}

}
