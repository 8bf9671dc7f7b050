package io.spinstream.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the work is: seen in the frames, and told to screen readers.
 */
@PageTest
class ProgressTests {

	private static final long LATER = 600_000;

	@Autowired
	private Upstream upstream;

	private UpstreamEvents events;

	@BeforeEach
	void open() {
		this.events = new UpstreamEvents();
	}

	@AfterEach
	void end() {
		this.events.close();
	}

	@Test
	void isShownInThePlaceOfTheMessage(Page page) {
		this.upstream.play(this.events);
		page.navigate("/");
		assertThat(page.locator("#message")).hasAttribute("placeholder", "thinking!");
		this.events.send("progress", "3 of 7 pages");
		assertThat(page.locator(".frame")).hasText(Pattern.compile("[|/\\\\-] 3 of 7 pages"));
		assertThat(page.locator("#message")).hasAttribute("placeholder", "thinking!");
		Appearance.inspect(page, "progress");
		page.reload();
		assertThat(page.locator("input[value=line]")).isChecked();
		assertThat(page.locator("#message")).hasAttribute("placeholder", "the server’s own");
		this.events.send("answer", "42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
	}

	@Test
	void isAnnouncedAtOnceAndThenNotMoreOftenThanItCanBeHeard(Page page) {
		this.upstream.play(this.events);
		page.clock().install(new Clock.InstallOptions().setTime(0));
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		page.clock().pauseAt(LATER);
		for (int i = 1; i <= 5; i++) {
			this.events.send("progress", i + " of 7 pages");
			assertThat(page.locator(".frame")).hasText(Pattern.compile(". " + i + " of 7 pages"));
		}
		assertThat(page.locator("#news p")).hasText(new String[] { "Started.", "1 of 7 pages" });
		page.clock().runFor(6_000);
		assertThat(page.locator("#news p")).hasText(new String[] { "Started.", "1 of 7 pages", "5 of 7 pages" });
		page.clock().runFor(6_000);
		this.events.send("progress", "6 of 7 pages");
		assertThat(page.locator("#news p").last()).hasText("6 of 7 pages");
		this.events.send("answer", "42");
		assertThat(page.locator("#news p"))
			.hasText(new String[] { "Started.", "1 of 7 pages", "5 of 7 pages", "6 of 7 pages", "Answer: 42" });
	}

	@Test
	void isAnEventWithoutAnIdOnTheWire(Page page) {
		this.upstream.play(this.events);
		page.navigate("/");
		this.events.send("progress", "3 of 7 pages");
		assertThat(page.locator(".frame")).hasText(Pattern.compile(". 3 of 7 pages"));
		List<String> told = page.locator("#events li").allTextContents().stream().map(String::strip).toList();
		assertThat(told).contains("event: progress  data: 3 of 7 pages");
	}

	@Test
	void doesNotLookLikeAStreamThatIsHeldBack(Page page) {
		String events = """
				id: AAAAAAAAAAAAAAAAAAAAAA
				event: spinner
				data: spinner object: Subscription[#1,spin]

				event: progress
				data: 1 of 2 pages

				data: | 1 of 2 pages

				event: progress
				data: 2 of 2 pages

				data: / 2 of 2 pages

				event: answer
				id: AAAAAAAAAAAAAAAAAAAAAA.done
				data: Answer: 42

				""";
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?"), held::add);
		page.navigate("/");
		assertThat(page.locator(".note")).hasText(Pattern.compile("Nothing has come for \\d+ s\\."));
		held.getFirst().fulfill(new Route.FulfillOptions().setContentType("text/event-stream").setBody(events));
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(page.locator("#events li")).hasCount(6);
		assertThat(page.locator(".held")).isHidden();
	}

}
