package io.spinstream.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import io.spinstream.testing.Script;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Accessibility: screen readers, reduced motion, keyboard, no JavaScript; and privacy and
 * size.
 */
@PageTest
class EveryoneTests {

	private static final String COUNT_FRAMES = """
			() => {
				window.drawn = 0;
				window.heard = 0;
				const count = (name, what) => new MutationObserver(() => window[what]++)
					.observe(document.querySelector(name), { childList: true });
				count(".frame", "drawn");
				count("#events", "heard");
			}
			""";

	private static final long LATER = 600_000;

	@Autowired
	private Upstream upstream;

	@LocalServerPort
	private int port;

	@Test
	void announcesStartAndAnswerOnceAndNoFrame_P4(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.answer("42");
		assertThat(page.locator(".state")).hasText("answered");
		assertThat(page.locator("#news p")).hasText(new String[] { "Started.", "Answer: 42" });
		assertThat(page.locator("[role=log], [role=status], [role=alert], [aria-live], output")).hasCount(1);
		assertThat(page.locator(".frame")).hasAttribute("aria-hidden", "true");
		assertThat(page.locator(".preview").first()).hasAttribute("aria-hidden", "true");
	}

	@Test
	void announcesAFailureOnce_P4(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.play(Script.response(500, ""));
		assertThat(page.locator(".state")).hasText("failed");
		assertThat(page.locator("#news p")).hasText(new String[] { "Started.", "Failed: the upstream answered 500" });
	}

	@Test
	void announcesWhoAnsweredInTheRace_P4(Page page) {
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "thinking" });
		this.upstream.answer("42");
		assertThat(page.locator("#news p")).hasCount(4);
		assertThat(page.locator("#news p").allTextContents()).startsWith("Started: threads, virtual-threads, reactive.")
			.containsOnlyOnce("threads. Answer: 42", "virtual-threads. Answer: 42", "reactive. Answer: 42");
	}

	@Test
	void slowsDownForThoseWhoWantLessMotion_P4(Page page) {
		page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
		page.clock().install(new Clock.InstallOptions().setTime(0));
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		page.clock().pauseAt(LATER);
		page.evaluate(COUNT_FRAMES);
		int drawn = drawnWhileEventsCome(page);
		for (int second = 1; second <= 3; second++) {
			page.clock().runFor(999);
			assertThat(drawnWhileEventsCome(page)).isEqualTo(drawn + second - 1);
			page.clock().runFor(1);
			assertThat(drawnWhileEventsCome(page)).isEqualTo(drawn + second);
		}
	}

	private static int drawnWhileEventsCome(Page page) {
		int heard = (int) page.evaluate("window.heard");
		page.waitForCondition(() -> (int) page.evaluate("window.heard") >= heard + 3);
		return (int) page.evaluate("window.drawn");
	}

	@Test
	void isReachedByTheKeyboardAlone(Page page) {
		page.navigate("/");
		assertThat(page.locator("#styles label")).hasCount(14);
		assertThat(page.locator(".state")).hasText("thinking");
		List<String> reached = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			page.keyboard().press("Tab");
			reached.add((String) page.evaluate(
					"document.activeElement.id || document.activeElement.name || document.activeElement.textContent"));
		}
		assertThat(reached).containsExactly("to-solo", "to-race", "copy-link", "toggle", "message", "Spin",
				"supervisor", "style", "Copy", "Copy", "Copy", "What the wire does");
		page.locator("input[name=style]:checked").focus();
		page.keyboard().press("ArrowDown");
		assertThat(page.locator("input[value=dots]")).isChecked();
		assertThat(page.locator("input[value=dots]")).isFocused();
		assertThat(page).hasURL(Pattern.compile(".+/\\?style=dots&run=.+"));
	}

	@Test
	void saysHowToUseCurlWithoutJavaScript_P6(Page page) {
		Browser browser = page.context().browser();
		try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
			Page still = context.newPage();
			still.navigate("http://localhost:" + this.port);
			assertThat(still.locator("header")).containsText("a spinner while a slow answer is computed");
			assertThat(still.locator("noscript code").first())
				.hasText("curl -N -H 'Accept: text/plain' localhost:8080/spin");
			assertThat(still.locator(".live:visible")).hasCount(0);
			Appearance.screenshot(still, "no-javascript", true);
		}
	}

	@Test
	void asksNobodyElseAndIsSmall_P5(Page page) throws IOException {
		List<String> requests = new ArrayList<>();
		page.onRequest((request) -> requests.add(request.url()));
		page.navigate("/");
		assertThat(page.locator("#styles label")).hasCount(14);
		assertThat(requests).allMatch((url) -> url.startsWith("http://localhost:" + this.port + "/"));
		try (Stream<Path> files = Files.list(Path.of("src/main/resources/static"))) {
			assertThat(files.filter((file) -> !file.endsWith("openapi.yaml"))
				.mapToLong((file) -> file.toFile().length())
				.sum()).isLessThan(45_000);
		}
	}

}
