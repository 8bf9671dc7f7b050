package io.spinstream.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stops a run, and what does not.
 */
@PageTest
class StopTests {

	private static final Pattern SILENCE = Pattern.compile("Nothing has come for \\d+ s\\.");

	@Autowired
	private Upstream upstream;

	@Autowired
	private MeterRegistry meters;

	@Test
	void theButtonStopsTheWorkAndTheStreamTellsIt(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("stopped");
		assertThat(page.locator(".outcome")).hasText("Ended: stopped");
		assertThat(page.locator("#news p")).hasText(new String[] { "Started.", "Ended: stopped" });
		assertThat(page.locator("#events .event").last()).hasText("event: failure");
		await().until(() -> this.upstream.departures() == 1);
		assertThat(page.request().get("/spin/" + Run.of(page) + "/answer").status()).isEqualTo(410);
	}

	@Test
	void escapeStopsTheWork(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.keyboard().press("Escape");
		assertThat(page.locator(".state")).hasText("stopped");
		await().until(() -> this.upstream.departures() == 1);
	}

	@Test
	void stopsAllThreeOfTheRace(Page page) {
		page.navigate("/#race");
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "thinking" });
		this.upstream.awaitRequests(3);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText(new String[] { "stopped", "stopped", "stopped" });
		await().until(() -> this.upstream.departures() == 3);
	}

	@Test
	void isToldToOtherReadersOfTheRun(Page page) {
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		Page other = page.context().newPage();
		other.navigate(page.url());
		assertThat(other.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		other.locator("#toggle").click();
		assertThat(page.locator(".outcome")).hasText("Ended: stopped");
	}

	@Test
	void aRunThatHasNoNameYetIsStoppedAsSoonAsItHasOne(Page page) {
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?"), held::add);
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("connecting");
		page.waitForCondition(() -> held.size() == 1);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("stopping");
		held.getFirst().resume();
		assertThat(page.locator(".outcome")).hasText("Ended: stopped");
		assertThat(page.locator("#toggle")).hasText("Start");
	}

	@Test
	void aRunThatHasNoNameYetIsStoppedAlsoByADoubleClick(Page page) {
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?"), held::add);
		page.navigate("/");
		page.waitForCondition(() -> held.size() == 1);
		page.locator("#toggle").dblclick();
		assertThat(page.locator(".state")).hasText("stopping");
		held.getFirst().resume();
		assertThat(page.locator(".outcome")).hasText("Ended: stopped");
		assertThat(held).hasSize(1);
	}

	@Test
	void aRunThatHasNoNameYetIsStoppedAlsoIfEscapeIsHeldDown(Page page) {
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?"), held::add);
		page.navigate("/");
		page.waitForCondition(() -> held.size() == 1);
		page.keyboard().down("Escape");
		assertThat(page.locator(".note")).hasText(SILENCE);
		page.keyboard().down("Escape");
		assertThat(page.locator(".state")).hasText("stopping");
		held.getFirst().resume();
		assertThat(page.locator(".outcome")).hasText("Ended: stopped");
	}

	@Test
	void aRunThatGetsNoNameIsLeftWhenStopIsPressedAgain(Page page) {
		page.route(Pattern.compile("/spin\\?"), (route) -> {
		});
		page.navigate("/");
		assertThat(page.locator(".note")).hasText(SILENCE);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("stopping");
		assertThat(page.locator(".note")).hasText(SILENCE);
		page.locator("#toggle").click();
		assertThat(page.locator(".outcome")).hasText("Not stopped: the server could not be told, so the run may go on");
		assertThat(page.locator("#toggle")).hasText("Again");
	}

	@Test
	void aRunThatHasNoNameYetIsLeftWhenItsConnectionIsLost(Page page) {
		stopBeforeTheRunHasAName(page).getFirst().abort();
		assertThat(page.locator(".state")).hasText("stopped");
		assertThat(page.locator("#toggle")).hasText("Start");
	}

	@Test
	void aRunThatHasNoNameYetIsLeftWhenTheServerIsBusy(Page page) {
		page.clock().install();
		List<Route> held = stopBeforeTheRunHasAName(page);
		held.getFirst().fulfill(new Route.FulfillOptions().setStatus(503));
		page.waitForCondition(() -> held.size() == 2);
		held.getLast().fulfill(new Route.FulfillOptions().setStatus(503));
		assertThat(page.locator(".state")).hasText("stopped");
		page.clock().runFor(2_000);
		assertThat(page.locator(".note").textContent()).isEmpty();
		assertThat(held).hasSize(2);
	}

	@Test
	void aRunThatHasNoNameYetIsLeftWithItsPage(Page page) {
		List<Route> held = stopBeforeTheRunHasAName(page);
		leaveAndReturn(page);
		assertThat(page.locator(".state")).hasText("stopped");
		assertThat(held).hasSize(1);
	}

	private static List<Route> stopBeforeTheRunHasAName(Page page) {
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin\\?"), held::add);
		page.navigate("/");
		page.waitForCondition(() -> held.size() == 1);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("stopping");
		return held;
	}

	private static void leaveAndReturn(Page page) {
		page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
		page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
	}

	@Test
	void aReturnToARunThatIsBeingStoppedBeginsNoOther(Page page) {
		waitForTheServer(page);
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin/[^/?]+$"), held::add);
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		page.waitForCondition(() -> held.size() == 1);
		Request request = page.waitForRequest(Pattern.compile("/spin[/?]"), () -> leaveAndReturn(page));
		assertThat(request.url()).endsWith("/spin/" + Run.of(page) + "?");
		assertThat(page.locator(".state")).hasText("stopping");
		held.getFirst().resume();
		assertThat(page.locator(".outcome")).hasText("Ended: stopped");
	}

	/** Lets the page wait for the response to a stop for as long as the test holds it. */
	private static void waitForTheServer(Page page) {
		page.addInitScript("AbortSignal.timeout = () => new AbortController().signal");
	}

	@Test
	void aServerThatCannotBeToldIsLeftAndThePageSaysSo(Page page) {
		page.route(Pattern.compile("/spin/[^/]+$"), Route::abort);
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		assertThat(page.locator(".outcome")).hasText("Not stopped: the server could not be told, so the run may go on");
		assertThat(page.locator(".state")).hasText("failed");
		OpenStreams.awaitNone(this.meters);
		assertThat(this.upstream.departures()).isZero();
	}

	@Test
	void aRunThatIsNotKnownAnyMoreIsSaidToBeUnknown(Page page) {
		page.route(Pattern.compile("/spin/[^/]+$"),
				(route) -> route.fulfill(new Route.FulfillOptions().setStatus(404)));
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		assertThat(page.locator(".outcome")).hasText("Unknown: this run is not known any more");
	}

	@Test
	void anAnswerThatCameJustBeforeIsShown(Page page) {
		waitForTheServer(page);
		List<Route> held = new ArrayList<>();
		page.route(Pattern.compile("/spin/[^/]+$"), held::add);
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		this.upstream.awaitRequests(1);
		page.locator("#toggle").click();
		assertThat(page.locator(".state")).hasText("stopping");
		page.waitForCondition(() -> held.size() == 1);
		this.upstream.answer("42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
		held.getFirst().abort();
		Page other = page.context().newPage();
		other.navigate(page.url());
		assertThat(other.locator(".outcome")).hasText("Answer: 42");
		assertThat(page.locator(".outcome")).hasText("Answer: 42");
	}

	@Test
	void closingReloadingAndStartingAnotherStopNothing(Page page) {
		List<String> methods = new ArrayList<>();
		page.context().onRequest((request) -> methods.add(request.method()));
		page.navigate("/");
		assertThat(page.locator(".state")).hasText("thinking");
		String run = Run.of(page);
		page.reload();
		assertThat(page.locator(".state")).hasText("thinking");
		page.locator("#to-race").click();
		assertThat(page.locator(".state")).hasText(new String[] { "thinking", "thinking", "thinking" });
		Page last = page.context().newPage();
		page.close();
		OpenStreams.awaitNone(this.meters);
		assertThat(methods).containsOnly("GET");
		assertThat(this.upstream.awaitRequests(4)).hasSize(4);
		assertThat(this.upstream.departures()).isZero();
		this.upstream.answer("42");
		await().until(() -> answer(last, run).status() == 200);
		assertThat(answer(last, run).text()).isEqualTo("42");
	}

	private static APIResponse answer(Page page, String run) {
		return page.request().get("/spin/" + run + "/answer");
	}

}
