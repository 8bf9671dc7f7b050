package io.spinstream.browser;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.microsoft.playwright.Page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The runs that the address of a page names.
 */
final class Run {

	private static final Pattern NAME = Pattern.compile("(?<=[?&]run=)[A-Za-z0-9_-]{22}");

	private Run() {
	}

	/**
	 * Wait until the address names a run.
	 * @param page the page
	 * @return the name of the first one
	 */
	static String of(Page page) {
		assertThat(page).hasURL(NAME);
		return all(page).getFirst();
	}

	static List<String> all(Page page) {
		return NAME.matcher(page.url()).results().map(MatchResult::group).toList();
	}

}
