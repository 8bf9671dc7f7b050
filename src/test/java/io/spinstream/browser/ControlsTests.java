package io.spinstream.browser;

import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@PageTest
class ControlsTests {

	@Autowired
	private Upstream upstream;

	@LocalServerPort
	private int port;

	@Test
	void showsEachStyleMovingBesideItsName(Page page) {
		page.navigate("/");
		List<String> names = Pattern.compile("\"name\":\"([^\"]+)\"")
			.matcher(page.request().get("/styles").text())
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(page.locator("#styles .title")).hasText(names.toArray(String[]::new));
		Glimpse.of(page, "label:has([value=bounce]) .preview", "[  o  ]");
		Glimpse.of(page, "label:has([value=bounce]) .preview", "[    o]");
	}

	@Test
	void showsWhatTheServerChoseWhereNothingIsChosen(Page page) {
		page.navigate("/");
		assertThat(style(page, "line")).isChecked();
		assertThat(supervisor(page, "reactive")).isChecked();
		assertThat(page.locator("#message")).hasAttribute("placeholder", "thinking!");
		assertThat(page.locator("#message")).hasValue("");
	}

	@Test
	void putsTheChoiceIntoTheAddressAndBackWorks(Page page) {
		page.navigate("/");
		style(page, "dots").check();
		assertThat(page).hasURL(runAt("/?style=dots"));
		assertThat(page.locator(".frame")).hasText(Pattern.compile("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] thinking!"));
		supervisor(page, "threads").check();
		assertThat(page).hasURL(runAt("/?style=dots&supervisor=threads"));
		assertThat(page.locator(".object")).hasText(Pattern.compile("spinner object: Thread\\[#\\d+,spin,5,main]"));
		page.goBack();
		page.goBack();
		assertThat(page).hasURL(runAt("/"));
		assertThat(style(page, "line")).isChecked();
		assertThat(supervisor(page, "reactive")).isChecked();
		assertThat(page.locator(".frame")).hasText(Pattern.compile("[|/\\\\-] thinking!"));
		page.goForward();
		assertThat(style(page, "dots")).isChecked();
		assertThat(page.locator(".frame")).hasText(Pattern.compile("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] thinking!"));
	}

	@Test
	void sharesAChoiceByItsLink(Page page) {
		page.navigate("/?message=%3Cb%3E+it's+%26+me&style=star&supervisor=virtual-threads");
		assertThat(page.locator("#message")).hasValue("<b> it's & me");
		assertThat(style(page, "star")).isChecked();
		assertThat(supervisor(page, "virtual-threads")).isChecked();
		assertThat(page.locator(".frame")).hasText(Pattern.compile("[+x*] <b> it's & me"));
		assertThat(page.locator(".object")).containsText("VirtualThread[");
	}

	@Test
	void spinsBesideAMessageOnEnter(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		page.locator("#message").fill("思考中");
		page.keyboard().press("Enter");
		assertThat(page.locator(".frame")).hasText(Pattern.compile("[|/\\\\-] 思考中"));
		assertThat(page).hasURL(runAt("/?message=%E6%80%9D%E8%80%83%E4%B8%AD"));
		page.locator("#message").fill("");
		page.getByText("Spin", new Page.GetByTextOptions().setExact(true)).click();
		assertThat(page.locator(".frame")).hasText(Pattern.compile("[|/\\\\-] thinking!"));
		assertThat(page).hasURL(runAt("/"));
	}

	@Test
	void copiesTheCommandsForExactlyThisChoice(Page page) {
		page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
		page.navigate("/?message=it's+[me]&style=moon");
		String url = "'http://localhost:" + this.port + "/spin?message=it%27s+%5Bme%5D&style=moon'";
		assertThat(page.locator("#commands code")).hasText(new String[] { "curl -N -H 'Accept: text/plain' " + url,
				"curl " + url, "curl -H 'Accept: application/json' " + url });
		page.locator("#commands button").nth(1).click();
		assertThat(page.locator("#commands button").nth(1)).hasText("Copied");
		assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo("curl " + url);
		Appearance.inspect(page, "commands");
	}

	@Test
	void commandsOfNoChoiceAreShort(Page page) {
		page.navigate("/");
		assertThat(page.locator("#commands code").nth(1)).hasText("curl http://localhost:" + this.port + "/spin");
	}

	private static Locator style(Page page, String name) {
		return page.locator("input[name=style][value=" + name + "]");
	}

	private static Locator supervisor(Page page, String name) {
		return page.locator("input[name=supervisor][value=" + name + "]");
	}

	/** The address of a choice, and of its run. */
	private Pattern runAt(String choice) {
		String address = "http://localhost:" + this.port + choice + (choice.contains("?") ? "&" : "?");
		return Pattern.compile("^" + address.replace("?", "\\?") + "run=[A-Za-z0-9_-]{22}$");
	}

}
