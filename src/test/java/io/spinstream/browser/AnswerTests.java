package io.spinstream.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.spinstream.testing.Script;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How answers and failures look.
 */
@PageTest
class AnswerTests {

	@Autowired
	private Upstream upstream;

	@Test
	void jsonIsIndentedWithoutAChangeToItsTokens(Page page) {
		answer(page, "{\"b\":12345678901234567890,\"a\":[1.0,\"x, {y}: \\\"z\\\" \",{ }],\"1\":[],\"b\":null}");
		assertThat(page.locator(".answer").textContent()).isEqualTo("""
				{
				  "b": 12345678901234567890,
				  "a": [
				    1.0,
				    "x, {y}: \\"z\\" ",
				    {}
				  ],
				  "1": [],
				  "b": null
				}""");
		assertThat(page.locator("#news p").last())
			.hasText("Answer: {\"b\":12345678901234567890,\"a\":[1.0,\"x, {y}: \\\"z\\\" \",{ }],\"1\":[],\"b\":null}");
		Appearance.inspect(page, "answered-with-json");
	}

	@Test
	void whatOnlyLooksLikeJsonIsLeftAsItIs(Page page) {
		answer(page, "{1, 2}");
		assertThat(page.locator(".answer")).hasText("{1, 2}");
	}

	@Test
	void aJsonValueThatIsNoStructureIsLeftAsItIs(Page page) {
		answer(page, "\"a, b\"");
		assertThat(page.locator(".answer")).hasText("\"a, b\"");
	}

	@Test
	void aNestOfBracketsDoesNotGrowBeyondMeasure(Page page) {
		answer(page, "[".repeat(20_000) + "]".repeat(20_000));
		assertThat(page.locator(".answer")).containsText("[");
		assertThat((int) page.evaluate("document.querySelector('.answer').textContent.length")).isLessThan(2_000_000);
	}

	@Test
	void aLongAnswerScrollsInItsBoxAndIsAnnouncedInShort(Page page) {
		answer(page, "a line of the report\n".repeat(500) + "the last line");
		Locator answer = page.locator(".answer");
		assertThat(answer).containsText("the last line");
		assertThat((int) answer.evaluate("(box) => box.clientHeight")).isLessThan(500);
		assertThat((int) answer.evaluate("(box) => box.scrollHeight")).isGreaterThan(5_000);
		assertThat(page.locator("#news p").last().textContent()).hasSizeLessThan(320).endsWith("…");
		Appearance.inspect(page, "answered-at-great-length");
		answer.focus();
		page.keyboard().press("End");
		page.waitForCondition(() -> (boolean) answer.evaluate("(box) => box.scrollTop > 1_000"));
	}

	@Test
	void aFileIsDownloaded(Page page) throws IOException {
		this.upstream.play(response("application/pdf", "%PDF-1.7 of nothing"));
		page.navigate("/");
		assertThat(page.locator(".outcome")).hasText("Answer: 19 bytes of application/pdf");
		Appearance.inspect(page, "answered-with-a-file");
		Download download = page.waitForDownload(page.locator(".original", withText("Download"))::click);
		assertThat(download.url()).endsWith("/spin/" + Run.of(page) + "/answer");
		try (InputStream content = download.createReadStream()) {
			assertThat(content).hasContent("%PDF-1.7 of nothing");
		}
	}

	@Test
	void aTextIsOpenedAsItIs(Page page) {
		answer(page, "{\"a\":1}");
		Page original = page.waitForPopup(page.locator(".original", withText("Open as it is"))::click);
		assertThat(original).hasURL(page.url().replaceFirst("/\\?run=(.+)", "/spin/$1/answer"));
		assertThat(original.locator("body")).containsText("{\"a\":1}");
	}

	@Test
	void aFailureHasNoLinkAndAnotherToneThanAnAnswer(Page page) {
		answer(page, "42");
		Object good = color(page);
		this.upstream.play(Script.response(500, ""));
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("failed");
		assertThat(color(page)).isNotEqualTo(good);
		assertThat(page.locator(".outcome")).hasCSS("border-left-style", "solid");
		assertThat(page.locator(".original")).isHidden();
		assertThat(page.locator("#copy-link")).isVisible();
	}

	private static Object color(Page page) {
		return page.locator(".answer").evaluate("(box) => getComputedStyle(box).color");
	}

	private void answer(Page page, String body) {
		this.upstream.answer(body);
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("answered");
	}

	private static Script response(String type, String body) {
		return Script.send("HTTP/1.1 200 \r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
			.formatted(type, body.getBytes(StandardCharsets.ISO_8859_1).length, body));
	}

	private static Page.LocatorOptions withText(String text) {
		return new Page.LocatorOptions().setHasText(text);
	}

}
