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
 * How a state of the page looks: in light and dark, on a small and a large screen, and at
 * 200 % on the large one.
 */
final class Looks {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final int ZOOMED = 640;

	private Looks() {
	}

	/**
	 * Look at a state, which must last: nothing is wider than the screen, axe finds
	 * nothing (in both schemes, on both screens), and pictures of it are kept.
	 * @param page the page
	 * @param state the name of the pictures
	 */
	static void inspect(Page page, String state) {
		look(page, state, ColorScheme.LIGHT, 1280);
		look(page, state, ColorScheme.LIGHT, 320);
		expectNoViolation(page, state);
		look(page, state, ColorScheme.DARK, 320);
		look(page, state, ColorScheme.DARK, ZOOMED);
		look(page, state, ColorScheme.DARK, 1280);
		expectNoViolation(page, state);
	}

	private static void look(Page page, String state, ColorScheme scheme, int width) {
		String name = "%s-%s-%d".formatted(state, scheme.name().toLowerCase(Locale.ROOT), width);
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
		page.setViewportSize(width, 720);
		assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth")).as(name).isEqualTo(0);
		keep(page, name, true);
	}

	private static void expectNoViolation(Page page, String state) {
		AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
		assertThat(axe.analyze().getViolations()).as(state).extracting(Looks::told).isEmpty();
	}

	private static String told(Rule violation) {
		return violation.getHelp() + ": " + violation.getNodes().stream().map(CheckedNode::getHtml).toList();
	}

	/**
	 * Keep a picture.
	 * @param page the page as it is now
	 * @param name the name of the picture
	 * @param whole whether what is below the screen is in it
	 */
	static void keep(Page page, String name, boolean whole) {
		page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(whole));
	}

}
