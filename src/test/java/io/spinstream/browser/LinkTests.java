package io.spinstream.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitUntilState;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The address of a run: reloaded, sent to others, and gone back to.
 */
@PageTest
class LinkTests {

	private static final String UNKNOWN = "Unknown: this run is not known any more";

	@Autowired
	private Upstream upstream;

	@Test
	void aReloadJoinsTheSameRun(Page page) {
		page.navigate("/?style=moon");
		String run = Run.of(page);
		page.reload();
		assertThat(page.locator("#news p")).hasText(new String[] { "Joined." });
		assertThat(page.locator("input[value=moon]")).isChecked();
		assertThat(Run.of(page)).isEqualTo(run);
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	@Test
	void aReloadJoinsTheThreeRunsOfTheRace(Page page) {
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "thinking" });
		List<String> runs = Run.all(page);
		page.reload();
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "thinking" });
		assertThat(page.locator("#news p")).hasText(new String[] { "Joined: threads, virtual-threads, reactive." });
		assertThat(Run.all(page)).isEqualTo(runs).hasSize(3);
		assertThat(this.upstream.awaitRequests(3)).hasSize(3);
	}

	@Test
	void aLinkOpensTheRunInAnotherBrowser(Page page) {
		page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
		page.navigate("/?style=dots");
		page.locator("#copy-link").click();
		assertThat(page.locator("#copy-link")).hasText("Copied");
		String link = (String) page.evaluate("navigator.clipboard.readText()");
		assertThat(link).isEqualTo(page.url()).contains("style=dots&run=");
		try (BrowserContext context = page.context().browser().newContext()) {
			Page other = context.newPage();
			other.navigate(link);
			assertThat(other.locator(".state")).hasText("thinking");
			this.upstream.answer("42");
			assertThat(other.locator(".outcome")).hasText("Answer: 42");
			assertThat(page.locator(".outcome")).hasText("Answer: 42");
			other.reload();
			assertThat(other.locator(".outcome")).hasText("Answer: 42");
		}
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	@Test
	void theLinkOfARaceIsOfferedWhenEachOfItsRunsHasAName(Page page) {
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?supervisor=reactive"), held::add);
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "connecting" });
		assertThat(page.locator("#copy-link")).isHidden();
		page.waitForCondition(() -> !held.isEmpty());
		held.getFirst().resume();
		assertThat(page.locator("#copy-link")).isVisible();
		assertThat(Run.all(page)).hasSize(3);
	}

	@Test
	void theLinkIsSelectedWhereAPageMayNotCopy(Page page) {
		page.addInitScript("delete Navigator.prototype.clipboard");
		page.navigate("/");
		assertThat(page.locator("#link")).isHidden();
		page.locator("#copy-link").click();
		assertThat(page.locator("#copy-link")).hasText("Selected");
		assertThat(page.locator("#link")).hasValue(page.url());
		assertThat(page.evaluate("getSelection().toString()")).isEqualTo(page.url());
		Appearance.inspect(page, "link");
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		page.locator("#toggle", new Page.LocatorOptions().setHasText("Start")).click();
		assertThat(page.locator("#link")).isHidden();
		assertThat(page.locator("#copy-link")).hasText("Copy link");
	}

	@ParameterizedTest
	@ValueSource(strings = { "AAAAAAAAAAAAAAAAAAAAAA", "..", "../actuator/health", "%00" })
	void anUnknownRunIsSaidToBeUnknownAndNoneBegins(String name, Page page) {
		List<String> paths = new ArrayList<>();
		page.onRequest((request) -> paths.add(request.url().replaceAll("^[^/]+//[^/]+|\\?.*$", "")));
		page.navigate("/?run=" + name);
		assertThat(page.locator(".outcome")).hasText(UNKNOWN);
		assertThat(page.locator(".state")).hasText("unknown");
		assertThat(page.locator(".note")).hasText("Start begins a new one.");
		assertThat(page.locator("#copy-link")).isHidden();
		assertThat(page.locator("#news p")).hasText(new String[] { "Joined.", UNKNOWN });
		assertThat(paths).doesNotContain("/spin", "/actuator/health");
		assertThat(this.upstream.requests()).isEmpty();
	}

	@Test
	void anUnknownRunIsReplacedByANewOneOnDemand(Page page) {
		page.navigate("/?style=dots&run=AAAAAAAAAAAAAAAAAAAAAA");
		assertThat(page.locator(".state")).hasText("unknown");
		Appearance.inspect(page, "unknown");
		page.locator("#toggle", new Page.LocatorOptions().setHasText("Start")).click();
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(page).hasURL(Pattern.compile("/\\?style=dots&run=(?!A{22})"));
		this.upstream.awaitRequests(1);
	}

	@Test
	void backJoinsTheRunThatWasShownThere(Page page) {
		page.navigate("/");
		String run = Run.of(page);
		this.upstream.answer("the first");
		assertThat(page.locator(".outcome")).hasText("Answer: the first");
		this.upstream.hold();
		page.locator("input[value=dots]").check();
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(page).hasURL(Pattern.compile("style=dots&run=(?!" + run + ")"));
		page.goBack();
		assertThat(page.locator(".outcome")).hasText("Answer: the first");
		assertThat(Run.of(page)).isEqualTo(run);
		page.goForward();
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	@Test
	void eachRunOfOneChoiceIsTheSameEntryOfTheHistory(Page page) {
		page.navigate("/favicon.svg");
		page.navigate("/");
		String first = Run.of(page);
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		page.locator("#toggle", new Page.LocatorOptions().setHasText("Start")).click();
		assertThat(page).hasURL(Pattern.compile("run=(?!" + first + ")"));
		page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT));
		assertThat(page).hasURL(Pattern.compile("/favicon\\.svg$"));
	}

	@Test
	void viewsAreLinksWithoutTheRun(Page page) {
		page.navigate("/?style=dots");
		Run.of(page);
		page.locator("#to-solo").click();
		assertThat(page.locator("#to-race")).hasAttribute("href", "/?style=dots#race");
		page.locator("#to-race").click();
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "thinking" });
		assertThat(page.locator("#to-solo")).hasAttribute("href", "/?style=dots");
		this.upstream.awaitRequests(4);
	}

}
