package io.spinstream.browser;

import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a page offers where a run needs inputs, and where two supervisors may be chosen;
 * under a base path.
 */
@PageTest
@TestPropertySource(properties = { "upstream.path=/report/{reset}?year={year}",
		"spinstream.supervisors=virtual-threads,reactive", "spring.webflux.base-path=/app" })
class FieldTests {

	@Autowired
	private Upstream upstream;

	@Test
	void aRunWaitsForItsInputs(Page page) {
		page.navigate("/app/?year=2026");
		assertThat(page.locator("#parameters label")).hasText(new String[] { "reset", "year" });
		assertThat(page.locator(".state")).hasText("ready");
		assertThat(page.locator(".note")).hasText("Fill in reset below, then start.");
		assertThat(page.locator("#copy-link")).isHidden();
		Appearance.inspect(page, "ready");
		page.locator("#toggle", new Page.LocatorOptions().setHasText("Start")).click();
		assertThat(field(page, "reset")).isFocused();
		assertThat(this.upstream.requests()).isEmpty();
		field(page, "reset").fill("a/b & c");
		page.keyboard().press("Enter");
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(page).hasURL(Pattern.compile("/app/\\?reset=a%2Fb\\+%26\\+c&year=2026&run=.+"));
		assertThat(page.locator("#request")).hasText("GET /app/spin?reset=a%2Fb+%26+c&year=2026");
		assertThat(targets(1)).containsExactly("/report/a%2Fb%20%26%20c?year=2026");
	}

	@Test
	void aLinkWithInputsStartsAndOtherInputsBeginAnotherRun(Page page) {
		page.navigate("/app/?reset=7&year=2026");
		String first = Run.of(page);
		assertThat(field(page, "reset")).hasValue("7");
		field(page, "reset").fill("8");
		page.locator("input[value=dots]").check();
		assertThat(page).hasURL(Pattern.compile("\\?style=dots&reset=7&year=2026&run=" + first));
		assertThat(targets(1)).containsExactly("/report/7?year=2026");
		field(page, "reset").press("Enter");
		assertThat(page).hasURL(Pattern.compile("style=dots&reset=8&year=2026&run=(?!" + first + ")"));
		assertThat(targets(2)).containsExactly("/report/7?year=2026", "/report/8?year=2026");
		page.goBack();
		page.goBack();
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(field(page, "reset")).hasValue("7");
		assertThat(Run.of(page)).isEqualTo(first);
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(targets(2)).hasSize(2);
		assertThat(this.upstream.departures()).isZero();
	}

	@Test
	void aLinkToARunNeedsNoInputs(Page page) {
		page.navigate("/app/?reset=7&year=2026");
		Page other = page.context().newPage();
		other.navigate("/app/?run=" + Run.of(page));
		assertThat(other.locator(".state")).hasText("thinking");
	}

	@Test
	void onlyTheAllowedSupervisorsAreOffered(Page page) {
		page.navigate("/app/?reset=7&year=2026");
		assertThat(page.locator("input[name=supervisor]")).hasCount(2);
		assertThat(page.locator("input[value=threads]")).hasCount(0);
		assertThat(page.locator(".state")).hasText("thinking");
		page.locator("#to-race", new Page.LocatorOptions().setHasText("Race both")).click();
		assertThat(page.locator(".name")).hasText(new String[] { "virtual-threads", "reactive" });
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking" });
		assertThat(targets(3)).containsOnly("/report/7?year=2026").hasSize(3);
	}

	private static Locator field(Page page, String name) {
		return page.locator("#parameters input[name=" + name + "]");
	}

	private List<String> targets(int count) {
		return this.upstream.awaitRequests(count).stream().map((request) -> request.line().split(" ")[1]).toList();
	}

}
