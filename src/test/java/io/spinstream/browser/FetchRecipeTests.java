package io.spinstream.browser;

import java.io.IOException;
import java.util.List;

import com.microsoft.playwright.Page;
import io.spinstream.testing.Proxy;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Recipes;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The script of {@code docs/recipes.md} that asks by {@code fetch}, in a real browser.
 */
@PageTest
class FetchRecipeTests {

	private static final String BEGIN = """
			() => {
				%s
				window.events = [];
				ask({ question: "six times seven" }, (event) => events.push(event.name + " " + event.data))
					.then((last) => events.push("end " + last.data), (refused) => events.push("refused " + refused.message));
			}""";

	@LocalServerPort
	private int port;

	@Autowired
	private Upstream upstream;

	@Test
	void aQuestionIsAskedOnceThoughItsConnectionIsCut(Page page) throws IOException {
		try (Proxy proxy = new Proxy(this.port)) {
			page.navigate(proxy.url() + "styles");
			page.evaluate(BEGIN.formatted(Recipes.code("js")));
			page.waitForFunction("() => events.length > 5");
			proxy.cut();
			proxy.restore();
			page.waitForFunction("() => events.findLastIndex((event) => event.startsWith('spinner ')) > 0");
			this.upstream.answer("42\nforty-two");
			page.waitForFunction("() => events.at(-1).startsWith('end ')");
		}
		assertThat(events(page)).endsWith("answer Answer: 42\nforty-two", "end Answer: 42\nforty-two")
			.filteredOn((event) -> event.startsWith("answer ") || event.startsWith("failure "))
			.hasSize(1);
		assertThat(this.upstream.requests()).extracting(ReceivedRequest::line, ReceivedRequest::body)
			.containsExactly(tuple("POST / HTTP/1.1", "{\"question\":\"six times seven\"}"));
	}

	@Test
	void aFailureIsTheLastEvent(Page page) throws IOException {
		page.navigate("/styles");
		page.evaluate(BEGIN.formatted(Recipes.code("js")));
		this.upstream.awaitRequests(1);
		this.upstream.answer("");
		page.waitForFunction("() => events.at(-1)?.startsWith('end ')");
		assertThat(events(page)).endsWith("failure the upstream answered with nothing",
				"end the upstream answered with nothing");
	}

	@SuppressWarnings("unchecked")
	private static List<String> events(Page page) {
		return (List<String>) page.evaluate("() => events");
	}

}
