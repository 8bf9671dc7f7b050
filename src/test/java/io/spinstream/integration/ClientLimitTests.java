package io.spinstream.integration;

import java.io.IOException;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.context.TestPropertySource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one client may take, by the address that a proxy tells. Other clients are not
 * affected.
 */
@Tag("contract")
@SpinstreamTest
@TestPropertySource(properties = { "spinstream.max-streams-per-client=2", "spinstream.resume-window=10m",
		"spinstream.supervisors=reactive,threads", "server.forward-headers-strategy=framework" })
class ClientLimitTests extends ServiceTest {

	private static final String REFUSED = "{\"detail\":\"all 2 streams of this client are taken, try again when one of "
			+ "them has ended\",\"status\":429,\"title\":\"Too Many Requests\"}";

	@ParameterizedTest
	@ValueSource(strings = { "sse", "text", "json" })
	void aClientIsRefusedBeyondItsLimitAndOthersAreNot(String format) throws IOException {
		open("one", "/spin?format=" + format);
		open("one", "/spin?format=" + format);
		for (String refused : List.of("sse", "text", "json")) {
			RawClient client = getAs("one", "/spin?format=" + refused);
			assertThat(client.status()).isEqualTo(429);
			assertThat(client.header("Retry-After")).isEqualTo("3");
			assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(client.header("Content-Location")).isEmpty();
			assertThat(client.rest()).isEqualTo(REFUSED);
		}
		assertThat(head("one").status()).isEqualTo(429);
		assertThat(head("two").status()).isEqualTo(200);
		open("two", "/spin");
		awaitBegun(3);
		this.answers.tell("42");
		aClientHasAllItsPlaces();
	}

	@ParameterizedTest
	@CsvSource({ "sse, false", "text, false", "json, false", "sse, true", "text, true", "json, true" })
	void thePlacesOfThoseWhoLeaveAreFreeWhenTheirRunsHaveEnded(String format, boolean reset) throws IOException {
		open("one", "/spin?format=" + format);
		open("one", "/spin?format=" + format);
		awaitBegun(2);
		for (RawClient client : this.clients) {
			if (reset) {
				client.reset();
			}
			client.close();
		}
		await().until(() -> this.meters.open() == 0);
		if (format.equals("sse")) {
			assertThat(getAs("one", "/spin").status()).as("while its runs go on without a reader").isEqualTo(429);
			this.answers.tell("42");
		}
		await().until(() -> this.meters.runs() == 0);
		aClientHasAllItsPlaces();
	}

	@Test
	void aRunThatWasAcceptedCountsUntilItHasEnded() throws IOException {
		String first = accepted();
		accepted();
		assertThat(getAs("one", "/spin").status()).isEqualTo(429);
		assertThat(ask("DELETE", first, "X-Forwarded-For: two").status()).isEqualTo(204);
		open("one", "/spin");
		assertThat(getAs("one", "/spin").status()).isEqualTo(429);
		this.answers.tell("42");
		aClientHasAllItsPlaces();
	}

	private String accepted() throws IOException {
		RawClient client = get("/spin", "X-Forwarded-For: one", "Prefer: respond-async");
		assertThat(client.status()).isEqualTo(202);
		return client.header("Location");
	}

	@Test
	void whoComesBackIsNotRefused() throws IOException {
		String run = open("one", "/spin").header("Content-Location");
		open("one", "/spin");
		assertThat(getAs("one", run).status()).isEqualTo(200);
		assertThat(getAs("one", run).status()).isEqualTo(429);
		assertThat(getAs("two", run).status()).isEqualTo(200);
		awaitBegun(2);
		this.answers.tell("42");
		aClientHasAllItsPlaces();
	}

	@Test
	void whoJoinsTheRunOfAnotherTakesAPlaceOfItsOwn() throws IOException {
		String run = open("one", "/spin").header("Content-Location");
		RawClient first = getAs("two", run);
		assertThat(first.status()).isEqualTo(200);
		assertThat(getAs("two", run).status()).isEqualTo(200);
		assertThat(getAs("two", "/spin").status()).isEqualTo(429);
		first.close();
		await().until(() -> head("two").status() == 200);
		open("two", "/spin");
		awaitBegun(2);
		this.answers.tell("42");
		aClientHasAllItsPlaces();
	}

	@Test
	void aRefusedInputTakesNoPlace() throws IOException {
		for (int i = 0; i < 5; i++) {
			assertThat(getAs("one", "/spin?style=none").status()).isEqualTo(400);
			assertThat(getAs("one", "/spin/AAAAAAAAAAAAAAAAAAAAAA").status()).isEqualTo(404);
		}
		aClientHasAllItsPlaces();
	}

	@Test
	void onlySomeSupervisorsMayBeChosen() throws IOException {
		RawClient refused = getAs("one", "/spin?supervisor=virtual-threads");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.rest())
			.startsWith("{\"detail\":\"supervisor 'virtual-threads': must be one of reactive, threads\"");
		assertThat(getAs("one", "/form").rest())
			.isEqualTo("{\"supervisors\":[\"reactive\",\"threads\"],\"parameters\":[]}");
	}

	/** Ends all runs that it begins. */
	private void aClientHasAllItsPlaces() throws IOException {
		this.clients.forEach(RawClient::close);
		await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
		this.answers.forget();
		for (int place = 0; place < 2; place++) {
			await().until(() -> head("one").status() == 200);
			open("one", "/spin");
		}
		assertThat(getAs("one", "/spin").status()).isEqualTo(429);
		awaitBegun(2);
	}

	private RawClient open(String address, String target) throws IOException {
		int before = this.meters.open();
		RawClient client = getAs(address, target);
		await().until(() -> this.meters.open() == before + 1);
		return client;
	}

	private RawClient head(String address) throws IOException {
		return ask("HEAD", "/spin", "X-Forwarded-For: " + address);
	}

	private RawClient getAs(String address, String target) {
		return get(target, "X-Forwarded-For: " + address);
	}

}
