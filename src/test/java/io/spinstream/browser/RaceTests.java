package io.spinstream.browser;

import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

@PageTest
class RaceTests {

	@Autowired
	private Upstream upstream;

	@Test
	void setsTheThreeSupervisorsSideBySide(Page page) {
		page.navigate("/?style=dots");
		page.locator("#to-race").click();
		assertThat(page.locator(".name")).hasText(new String[] { "threads", "virtual-threads", "reactive" });
		assertThat(page.locator(".object"))
			.hasText(new Pattern[] { Pattern.compile("spinner object: Thread\\[#\\d+,spin,5,main]"),
					Pattern.compile("spinner object: VirtualThread\\[#\\d+,spin]/.+"),
					Pattern.compile("spinner object: Subscription\\[#\\d+,spin]") });
		Pattern frame = Pattern.compile("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] thinking!");
		assertThat(page.locator(".frame")).hasText(new Pattern[] { frame, frame, frame });
		Appearance.inspect(page, "race");
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText(new String[] { "Answer: 42", "Answer: 42", "Answer: 42" });
		Pattern time = Pattern.compile("\\d+\\.\\d\\d s");
		assertThat(page.locator(".elapsed")).hasText(new Pattern[] { time, time, time });
		Appearance.inspect(page, "race-answered");
	}

	@Test
	void isLeftByBackAndByTheChoiceOfOne(Page page) {
		page.navigate("/");
		page.locator("#to-race").click();
		assertThat(page.locator(".lane")).hasCount(3);
		page.goBack();
		assertThat(page.locator(".lane")).hasCount(1);
		page.goForward();
		assertThat(page.locator(".lane")).hasCount(3);
		page.locator("input[name=supervisor][value=threads]").check();
		assertThat(page.locator(".name")).hasText(new String[] { "threads" });
	}

}
