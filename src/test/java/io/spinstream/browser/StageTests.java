package io.spinstream.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import io.micrometer.core.instrument.MeterRegistry;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@PageTest
class StageTests {

	private static final String RECORD_FRAMES = """
			() => {
				window.drawn = [];
				const frame = document.querySelector(".frame");
				new MutationObserver(() => window.drawn.push(frame.textContent)).observe(frame, { childList: true });
			}
			""";

	@Autowired
	private Upstream upstream;

	@Autowired
	private MeterRegistry meters;

	@Test
	void startsByItselfAndShowsTheAnswerLarge(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(page.locator(".object")).hasText(Pattern.compile("spinner object: Subscription\\[#\\d+,spin]"));
		assertThat(page.locator(".frame")).hasText(Pattern.compile("[|/\\\\-] thinking!"));
		assertThat(page.locator(".elapsed")).hasText(Pattern.compile("\\d+\\.\\d s"));
		assertThat(page.locator("#toggle")).hasText("Stop");
		Appearance.inspect(page, "thinking");
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(page.locator(".state")).hasText("answered");
		assertThat(page.locator(".frame")).isHidden();
		assertThat(page.locator(".elapsed")).hasText(Pattern.compile("\\d+\\.\\d\\d s"));
		assertThat(page.locator("#toggle")).hasText("Again");
		assertThat(page.locator(".answer").evaluate("(answer) => answer.scrollHeight - answer.clientHeight"))
			.as("what could be scrolled of a short answer")
			.isEqualTo(0);
		Appearance.inspect(page, "answered");
	}

	@Test
	void theButtonCannotBePressedBeforeItWorks(Page page) {
		List<Route> held = new ArrayList<>();
		page.route("**/form", held::add);
		page.navigate("/");
		page.waitForCondition(() -> !held.isEmpty());
		assertThat(page.locator("#toggle")).isDisabled();
		held.getFirst().resume();
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("stopped");
	}

	@Test
	void sitsForItsPortrait(Page page) {
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
		page.setViewportSize(1280, 720);
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "thinking" });
		assertThat(page.locator(".elapsed").last()).hasText(Pattern.compile("[2-9]\\.\\d s"));
		Appearance.screenshot(page, "stage", false);
	}

	@Test
	void drawsTheFramesOfTheSeedsInTheirOrder(Page page) {
		page.navigate("/");
		assertThat(page.locator(".frame")).hasText(Pattern.compile(".+"));
		page.evaluate(RECORD_FRAMES);
		page.waitForCondition(() -> (boolean) page.evaluate("window.drawn.length >= 8"));
		List<String> frames = texts(page.evaluate("window.drawn.slice(0, 8)"));
		int first = "|/-\\".indexOf(frames.getFirst().charAt(0));
		assertThat(frames).isEqualTo(
				IntStream.range(first, first + 8).mapToObj((i) -> "|/-\\".charAt(i % 4) + " thinking!").toList());
	}

	private static List<String> texts(Object list) {
		return ((List<?>) list).stream().map(String::valueOf).toList();
	}

	@Test
	void stopsStartsAndSpinsAgain(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("stopped");
		OpenStreams.awaitNone(this.meters);
		Appearance.inspect(page, "stopped");
		assertThat(page.locator("#toggle")).hasText("Start");
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.answer("42");
		assertThat(page.locator(".state")).hasText("answered");
		this.upstream.hold();
		assertThat(page.locator("#toggle")).hasText("Again");
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(page.locator(".outcome")).isHidden();
	}

	@Test
	void listensToEnterAndEscape(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.keyboard().press("Escape");
		assertThat(page.locator(".state")).hasText("stopped");
		page.keyboard().press("Enter");
		assertThat(page.locator(".state")).hasText("thinking");
	}

	@Test
	void closesTheStreamOnItsLastEvent_P1(Page page) {
		List<String> requests = new ArrayList<>();
		page.onRequest((request) -> requests.add(URI.create(request.url()).getPath()));
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.answer("42");
		assertThat(page.locator(".state")).hasText("answered");
		OpenStreams.awaitNone(this.meters);
		page.waitForTimeout(1_500);
		assertThat(requests).containsOnlyOnce("/spin");
	}

	@Test
	void closesTheStreamWhenItIsLeftAndResumesOnReturn_P1(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		page.evaluate("window.isTheSame = true");
		page.navigate("/favicon.svg");
		OpenStreams.awaitNone(this.meters);
		page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT));
		assertThat(page.evaluate("window.isTheSame")).as("the page comes from the back/forward cache").isEqualTo(true);
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	@Test
	void showsAnswersOfAnyKindAsText_P2(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.answer("<b>\n  two lines &amp; " + "a long word ".repeat(20));
		assertThat(page.locator(".answer")).containsText("<b>\n  two lines &amp; a long word");
		Appearance.inspect(page, "answered-at-length");
	}

}
