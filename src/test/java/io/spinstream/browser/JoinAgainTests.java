package io.spinstream.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitUntilState;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another look at a run that goes on.
 */
@PageTest
class JoinAgainTests {

	private static final Pattern DOTS = Pattern.compile("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] .+");

	@Autowired
	private Upstream upstream;

	@Test
	void styleMessageAndSupervisorChangeInTheSameRun(Page page) {
		page.navigate("/");
		String run = Run.of(page);
		page.locator("input[value=dots]").check();
		assertThat(page.locator(".frame")).hasText(DOTS);
		page.locator("input[value=threads]").check();
		assertThat(page.locator(".object")).containsText("Thread[");
		assertThat(page.locator(".name")).hasText("threads");
		page.locator("#message").fill("dreaming");
		page.keyboard().press("Enter");
		assertThat(page.locator(".frame")).hasText(Pattern.compile(". dreaming"));
		assertThat(page).hasURL(Pattern.compile("message=dreaming&style=dots&supervisor=threads&run=" + run));
		assertThat(page.locator(".note")).isHidden();
		assertThat(page.locator("#news p")).hasText(new String[] { "Started." });
		page.goBack();
		page.goBack();
		page.goBack();
		assertThat(page.locator(".frame")).hasText(Pattern.compile("[|/\\\\-] thinking!"));
		assertThat(Run.of(page)).isEqualTo(run);
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
		assertThat(this.upstream.departures()).isZero();
	}

	@Test
	void aRunThatHasNoNameYetIsJoinedAgainAsSoonAsItHasOne(Page page) {
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?"), held::add);
		page.navigate("/");
		page.waitForCondition(() -> held.size() == 1);
		page.locator("input[value=dots]").check();
		held.getFirst().resume();
		assertThat(page.locator(".frame")).hasText(DOTS);
		assertThat(held).hasSize(1);
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	@Test
	void aChoiceBeforeTheRunHasANameIsTheSameEntryOfTheHistory(Page page) {
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?"), held::add);
		page.navigate("/favicon.svg");
		page.navigate("/");
		page.waitForCondition(() -> held.size() == 1);
		page.locator("input[value=dots]").check();
		held.getFirst().resume();
		assertThat(page.locator(".frame")).hasText(DOTS);
		String run = Run.of(page);
		page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT));
		assertThat(page).hasURL(Pattern.compile("/favicon\\.svg$"));
		page.goForward(new Page.GoForwardOptions().setWaitUntil(WaitUntilState.COMMIT));
		assertThat(page.locator(".frame")).hasText(DOTS);
		assertThat(Run.of(page)).isEqualTo(run);
		assertThat(held).hasSize(1);
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	@Test
	void backToARaceWhoseRunsHadNoNamesYetJoinsThem(Page page) {
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?.*supervisor=reactive"), held::add);
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "connecting" });
		page.locator("input[value=dots]").check();
		page.waitForCondition(() -> !held.isEmpty());
		held.getFirst().resume();
		assertThat(page.locator(".frame")).hasText(new Pattern[] { DOTS, DOTS, DOTS });
		List<String> runs = Run.all(page);
		page.locator("input[value=moon]").check();
		assertThat(page).hasURL(Pattern.compile("style=moon&run="));
		page.goBack();
		assertThat(page.locator(".frame")).hasText(new Pattern[] { DOTS, DOTS, DOTS });
		assertThat(Run.all(page)).isEqualTo(runs).hasSize(3);
		page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT));
		assertThat(page).hasURL("about:blank");
		assertThat(this.upstream.awaitRequests(3)).hasSize(3);
	}

	@Test
	void aRefusedLookDoesNotLoseTheRun(Page page) {
		page.navigate("/");
		String run = Run.of(page);
		page.locator("#message").fill("x".repeat(81));
		page.keyboard().press("Enter");
		assertThat(page.locator(".outcome")).hasText(Pattern.compile("Refused: message 'x+': .+"));
		assertThat(page.locator(".state")).hasText("refused");
		page.locator("#message").fill("short");
		page.keyboard().press("Enter");
		assertThat(page.locator(".frame")).hasText(Pattern.compile(". short"));
		assertThat(page.locator(".outcome")).isHidden();
		assertThat(Run.of(page)).isEqualTo(run);
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	@Test
	void theButtonJoinsTheRunAgainAfterARefusal(Page page) {
		String run = refuseALook(page);
		page.locator("#toggle", new Page.LocatorOptions().setHasText("Again")).click();
		assertThat(page.locator(".frame")).hasText(Pattern.compile(". short"));
		assertThat(Run.of(page)).isEqualTo(run);
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	@Test
	void enterJoinsTheRunAgainAfterARefusal(Page page) {
		String run = refuseALook(page);
		page.locator("#message").blur();
		page.keyboard().press("Enter");
		assertThat(page.locator(".frame")).hasText(Pattern.compile(". short"));
		assertThat(Run.of(page)).isEqualTo(run);
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	/**
	 * Choose a message that is refused, and then another one that is not asked for yet.
	 */
	private static String refuseALook(Page page) {
		page.navigate("/");
		String run = Run.of(page);
		page.locator("#message").fill("x".repeat(81));
		page.keyboard().press("Enter");
		assertThat(page.locator(".state")).hasText("refused");
		page.locator("#message").fill("short");
		return run;
	}

	@Test
	void allThreeOfTheRaceAreJoinedAgain(Page page) {
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "thinking" });
		List<String> runs = Run.all(page);
		page.locator("input[value=dots]").check();
		assertThat(page.locator(".frame")).hasText(new Pattern[] { DOTS, DOTS, DOTS });
		assertThat(page.locator(".object").nth(0)).containsText("Thread[");
		assertThat(page.locator(".object").nth(1)).containsText("VirtualThread[");
		assertThat(page.locator(".object").nth(2)).containsText("Subscription[");
		assertThat(Run.all(page)).isEqualTo(runs);
		assertThat(this.upstream.awaitRequests(3)).hasSize(3);
	}

	@Test
	void aChoiceInARaceOfWhichOneRunIsRefusedIsAnEntryOfTheHistory(Page page) {
		page.route(Pattern.compile("/spin\\?.*supervisor=threads"),
				(route) -> route.fulfill(new Route.FulfillOptions().setStatus(400).setBody("{\"detail\": \"no\"}")));
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "refused", "thinking", "thinking" });
		page.locator("input[value=dots]").check();
		assertThat(page.locator(".frame").nth(2)).hasText(DOTS);
		page.goBack();
		assertThat(page).hasURL(Pattern.compile("/\\?run=[^#]*#race$"));
		assertThat(page.locator(".frame").nth(2)).hasText(Pattern.compile("[|/\\\\-] .+"));
	}

	@Test
	void aSupervisorThatIsChosenInTheRaceGoesOnAlone(Page page) {
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "thinking" });
		String run = Run.all(page).get(1);
		page.locator("input[value=virtual-threads]").check();
		assertThat(page.locator(".name")).hasText(new String[] { "virtual-threads" });
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(page).hasURL(Pattern.compile("/\\?supervisor=virtual-threads&run=" + run + "$"));
		assertThat(this.upstream.awaitRequests(3)).hasSize(3);
	}

	@Test
	void aSupervisorThatIsChosenInTheRaceBeforeItsRunHasANameStartsAnother(Page page) {
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?supervisor=reactive"), held::add);
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "connecting" });
		List<String> runs = Run.all(page);
		page.waitForCondition(() -> held.size() == 1);
		page.locator("input[value=reactive]").check();
		page.waitForCondition(() -> held.size() == 2);
		held.getLast().resume();
		assertThat(page.locator(".name")).hasText(new String[] { "reactive" });
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(page.locator("#news p")).hasText(new String[] { "Started." });
		assertThat(this.upstream.awaitRequests(3)).hasSize(3);
		page.goBack();
		assertThat(page.locator(".lane")).hasCount(3);
		assertThat(Run.all(page)).isEqualTo(runs);
	}

	@Test
	void enterStartsNothingWhileARunGoesOn(Page page) {
		page.navigate("/");
		String run = Run.of(page);
		page.keyboard().press("Enter");
		page.locator("#message").press("Enter");
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(Run.of(page)).isEqualTo(run);
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

}
