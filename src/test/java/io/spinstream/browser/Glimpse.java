package io.spinstream.browser;

import java.util.List;

import com.microsoft.playwright.Page;

/**
 * Waits for texts that a page shows for a moment only. It looks at each frame that the
 * browser draws; the assertions of Playwright look once a second.
 */
final class Glimpse {

	private static final String SHOWS = "([selector, text]) => document.querySelector(selector)?.textContent === text";

	private Glimpse() {
	}

	static void of(Page page, String selector, String text) {
		page.waitForFunction(SHOWS, List.of(selector, text));
	}

}
