package io.spinstream.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import io.spinstream.testing.Proxy;
import io.spinstream.testing.Script;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lost connections, a full server, and failures.
 */
@PageTest
class TroubleTests {

	private static final long BEFORE_THE_NEXT_TRY = 600_000;

	@Autowired
	private Upstream upstream;

	@LocalServerPort
	private int port;

	private Proxy proxy;

	private HttpClient crowd;

	@BeforeEach
	void open() {
		this.proxy = new Proxy(this.port);
		this.crowd = HttpClient.newHttpClient();
	}

	@AfterEach
	void close() {
		this.crowd.shutdownNow();
		this.proxy.close();
	}

	@Test
	void aLostConnectionIsShownAndItsRunResumed_P3(Page page) {
		page.navigate(this.proxy.url());
		assertThat(page.locator(".state")).hasText("thinking");
		this.proxy.cut();
		assertThat(page.locator(".state")).hasText("reconnecting");
		assertThat(page.locator(".note"))
			.hasText("Connection lost. The browser retries, and the run goes on without it.");
		Appearance.inspect(page, "reconnecting");
		this.proxy.restore();
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(page.locator(".note")).hasText("Resumed: the same run goes on.");
		assertThat(page.locator("#news p"))
			.hasText(new String[] { "Started.", "Connection lost, trying again.", "Resumed: the same run goes on." });
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		assertThat(this.upstream.awaitRequests(1)).hasSize(1);
	}

	@Test
	void aFullServerIsTriedAgainAfterACountdown_P3(Page page) {
		takeAllPlaces();
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("busy");
		assertThat(page.locator(".note")).hasText(Pattern.compile("Busy, trying again in [1-4] s\\."));
		Appearance.inspect(page, "busy");
		this.crowd.shutdownNow();
		assertThat(page.locator(".state")).hasText("thinking", patiently());
		assertThat(page.locator(".note")).isHidden();
		assertThat(page.locator("#news p")).hasText(new String[] { "Started.", "Busy, trying again.", "Started." });
	}

	@Test
	void aServerThatNamesADateIsTriedAgainAfterTheUsualTime(Page page) {
		page.route(Pattern.compile("/spin\\?"), (route) -> route.fulfill(new Route.FulfillOptions().setStatus(503)
			.setHeaders(Map.of("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"))));
		page.navigate("/");
		assertThat(page.locator(".note")).hasText(Pattern.compile("Busy, trying again in \\d+ s\\."));
	}

	@Test
	void tooManyRequestsAreNoLostConnection(Page page) {
		page.route(Pattern.compile("/spin\\?"), (route) -> route.fulfill(new Route.FulfillOptions().setStatus(429)));
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("busy");
		assertThat(page.locator(".note")).hasText(Pattern.compile("Busy, trying again in \\d+ s\\."));
		assertThat(page.locator("#news p")).hasText(new String[] { "Started.", "Busy, trying again." });
	}

	@Test
	void aRunIsResumedAlsoWhenTheBrowserHasGivenUp(Page page) {
		page.navigate(this.proxy.url());
		assertThat(page.locator(".state")).hasText("thinking");
		this.proxy.cut();
		assertThat(page.locator(".state")).hasText("reconnecting");
		takeAllPlaces();
		takeAllPlacesOfTheRun(page);
		this.proxy.restore();
		assertThat(page.locator(".state")).hasText("busy");
		this.crowd.shutdownNow();
		assertThat(page.locator(".note")).hasText("Resumed: the same run goes on.", patiently());
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
	}

	@Test
	void aRunThatIsStoppedWhileTheServerIsBusyTellsItsEndAtOnce(Page page) {
		page.clock().install(new Clock.InstallOptions().setTime(0));
		page.navigate(this.proxy.url());
		assertThat(page.locator(".state")).hasText("thinking");
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin/[^/?]+$"), held::add);
		page.route(Pattern.compile("/spin\\?"), (route) -> route
			.fulfill(new Route.FulfillOptions().setStatus(503).setHeaders(Map.of("Retry-After", "3600"))));
		this.proxy.cut();
		assertThat(page.locator(".state")).hasText("reconnecting");
		takeAllPlaces();
		takeAllPlacesOfTheRun(page);
		this.proxy.restore();
		assertThat(page.locator(".note")).hasText(Pattern.compile("Busy, trying again in \\d+ s\\."));
		page.clock().pauseAt(BEFORE_THE_NEXT_TRY);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("stopping");
		assertThat(page.locator(".note")).isHidden();
		next(page, held).resume();
		assertThat(page.locator(".outcome")).hasText("Ended: stopped");
		assertThat(page.locator("#news p")).hasText(
				new String[] { "Started.", "Connection lost, trying again.", "Busy, trying again.", "Ended: stopped" });
	}

	@Test
	void aFormThatDoesNotComeIsToldOnceAndTriedAgain(Page page) {
		List<Route> held = new ArrayList<>();
		page.route("**/form", held::add);
		page.navigate("/");
		next(page, held).fulfill(new Route.FulfillOptions().setStatus(502));
		String[] delay = { "The server does not answer as it should (status 502), trying again." };
		assertThat(page.locator("#lanes p")).hasText(delay);
		Appearance.inspect(page, "delayed");
		next(page, held).fulfill(new Route.FulfillOptions().setContentType("text/html").setBody("<h1>Sign in</h1>"));
		next(page, held).abort();
		Route last = next(page, held);
		assertThat(page.locator("#news p")).hasText(delay);
		last.resume();
		assertThat(page.locator(".state")).hasText("thinking");
		assertThat(page.locator(".note")).isHidden();
		assertThat(page.locator("#news p")).hasText(new String[] { "Started." });
	}

	private static Route next(Page page, List<Route> held) {
		page.waitForCondition(() -> !held.isEmpty());
		return held.removeFirst();
	}

	@Test
	void theStylesAreThereAsSoonAsTheyCanBeHad(Page page) {
		AtomicInteger requests = new AtomicInteger();
		page.route("**/styles", (route) -> {
			switch (requests.incrementAndGet()) {
				case 1 -> route.abort();
				case 2 -> route.fulfill(new Route.FulfillOptions().setStatus(502).setBody("{}"));
				default -> route.resume();
			}
		});
		page.navigate(this.proxy.url());
		assertThat(page.locator("#styles input")).hasCount(14);
	}

	/** A run takes two readers beyond the limit. */
	private void takeAllPlacesOfTheRun(Page page) {
		String run = page.locator("#events .id").first().textContent().replace("id: ", "");
		URI uri = URI.create("http://localhost:" + this.port + "/spin?format=text&lastEventId=" + run);
		for (int i = 0; i < 2; i++) {
			await().until(() -> takePlace(HttpRequest.newBuilder(uri).build()));
		}
	}

	private void takeAllPlaces() {
		URI uri = URI.create("http://localhost:" + this.port + "/spin?format=text");
		for (int i = 0; i < PageTest.MAX_STREAMS; i++) {
			await().until(() -> takePlace(HttpRequest.newBuilder(uri).build()));
		}
	}

	private boolean takePlace(HttpRequest request) throws IOException, InterruptedException {
		return this.crowd.send(request, HttpResponse.BodyHandlers.ofInputStream()).statusCode() == 200;
	}

	@Test
	void aFailedAnswerIsShownWithItsReasonAndMayBeAskedForAgain(Page page) {
		this.upstream.close();
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("failed");
		assertThat(page.locator(".outcome")).hasText("Failed: the upstream refused the connection");
		Appearance.inspect(page, "failed");
		this.upstream.reopen();
		this.upstream.play(Script.response(500, ""));
		page.locator("#toggle", new Page.LocatorOptions().setHasText("Again")).click();
		assertThat(page.locator(".outcome")).hasText("Failed: the upstream answered 500");
		this.upstream.hold();
		this.upstream.answer("42");
		page.locator("#toggle", new Page.LocatorOptions().setHasText("Again")).click();
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
	}

	@Test
	void aRefusedChoiceIsShownWithWhatIsAllowed(Page page) {
		page.navigate("/?style=nope");
		assertThat(page.locator(".outcome")).hasText(Pattern.compile("Refused: style 'nope': must be one of .+"));
		assertThat(page.locator(".state")).hasText("refused");
		assertThat(this.upstream.requests()).isEmpty();
		Appearance.inspect(page, "refused");
	}

	/** The page waits longer after each refusal, up to 40 s. */
	private static HasTextOptions patiently() {
		return new HasTextOptions().setTimeout(60_000);
	}

}
