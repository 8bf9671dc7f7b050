package io.spinstream.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

@PageTest
class WireTests {

	private static final String SPINNER = "retry: 10\nid: AAAAAAAAAAAAAAAAAAAAAA\nevent: spinner\n"
			+ "data: spinner object: Subscription[#1,spin]\n\n";

	private static final String FRAME = "data: | thinking!\n\n";

	@Autowired
	private Upstream upstream;

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
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?"), held::add);
		page.navigate("/");
		Locator spinner = page.locator("#events .event", new Page.LocatorOptions().setHasText("spinner"));
		fulfill(page, held, SPINNER + FRAME.repeat(99));
		assertThat(page.locator("#events li")).hasCount(100);
		assertThat(spinner).hasCount(1);
		fulfill(page, held, FRAME);
		assertThat(spinner).hasCount(0);
		assertThat(page.locator("#events li")).hasCount(100);
	}

	/** The browser connects again after each response. */
	private static void fulfill(Page page, List<Route> held, String events) {
		page.waitForCondition(() -> !held.isEmpty());
		held.removeFirst().fulfill(new Route.FulfillOptions().setContentType("text/event-stream").setBody(events));
	}

}
