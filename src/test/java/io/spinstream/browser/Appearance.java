package io.spinstream.browser;

import java.nio.file.Path;
import java.util.Locale;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks a state of the page in light and dark, on a small and a large screen, and at a
 * zoom of 200 % on the large one.
 */
final class Appearance {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final int ZOOMED = 640;

	private Appearance() {
	}

	/**
	 * Check that nothing is wider than the screen and that axe finds no violation, and
	 * take screenshots. The state must last meanwhile.
	 * @param page the page
	 * @param state the name of the screenshots
	 */
	static void inspect(Page page, String state) {
		check(page, state, ColorScheme.LIGHT, 1280);
		check(page, state, ColorScheme.LIGHT, 320);
		expectNoViolation(page, state);
		check(page, state, ColorScheme.DARK, 320);
		check(page, state, ColorScheme.DARK, ZOOMED);
		check(page, state, ColorScheme.DARK, 1280);
		expectNoViolation(page, state);
	}

	private static void check(Page page, String state, ColorScheme scheme, int width) {
		String name = "%s-%s-%d".formatted(state, scheme.name().toLowerCase(Locale.ROOT), width);
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
		page.setViewportSize(width, 720);
		assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth")).as(name).isEqualTo(0);
		screenshot(page, name, true);
	}

	private static void expectNoViolation(Page page, String state) {
		AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
		assertThat(axe.analyze().getViolations()).as(state).extracting(Appearance::describe).isEmpty();
	}

	private static String describe(Rule violation) {
		return violation.getHelp() + ": " + violation.getNodes().stream().map(CheckedNode::getHtml).toList();
	}

	/**
	 * Take a screenshot.
	 * @param page the page
	 * @param name the name of the screenshot
	 * @param whole whether it includes what is below the screen
	 */
	static void screenshot(Page page, String name, boolean whole) {
		page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(whole));
	}

}
