package io.spinstream.integration;

import java.io.IOException;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.context.TestPropertySource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limit of runs, which is that of streams if it is not set. A run holds its place
 * until it has ended, read or not.
 */
@SpinstreamTest
@TestPropertySource(properties = { "spinstream.max-streams=20", "spinstream.resume-window=10m" })
class RunLimitTests extends ServiceTest {

	private static final int MAX_STREAMS = 20;

	@Test
	void clientsThatComeAndGoStartNoMoreRunsThanThereArePlaces() throws IOException {
		for (int i = 0; i < MAX_STREAMS; i++) {
			comeAndGo();
		}
		for (int i = 0; i < 2 * MAX_STREAMS; i++) {
			assertRefused("GET", "/spin");
		}
		await().until(() -> this.meters.open() == 0);
		assertThat(this.meters.runs()).isEqualTo(MAX_STREAMS);
		assertThat(this.answers.begun()).isEqualTo(MAX_STREAMS);
		assertThat(this.answers.cancelled()).isZero();
	}

	@Test
	void thePlaceOfAnUnreadRunIsFreeAfterItsAnswer() throws IOException {
		for (int i = 0; i < MAX_STREAMS; i++) {
			comeAndGo();
		}
		assertRefused("GET", "/spin");
		this.answers.tell("42");
		assertThat(this.meters.runs()).isZero();
		for (int i = 0; i < MAX_STREAMS; i++) {
			open("/spin");
		}
		assertThat(this.meters.runs()).isEqualTo(MAX_STREAMS);
		awaitBegun(2 * MAX_STREAMS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/spin?format=sse", "/spin?format=text", "/spin?format=json",
			"/spin?supervisor=virtual-threads", "/spin?supervisor=threads",
			"/spin?lastEventId=AAAAAAAAAAAAAAAAAAAAAA" })
	void aRefusalIsAProblemByEachMethodAndHoldsNothing(String target) throws IOException {
		for (int i = 0; i < MAX_STREAMS; i++) {
			comeAndGo();
		}
		await().until(() -> this.meters.open() == 0);
		for (int i = 0; i < MAX_STREAMS; i++) {
			assertRefused("GET", target);
			assertRefused("HEAD", target);
		}
		assertThat(this.meters.open()).isZero();
		this.answers.tell("42");
		for (int i = 0; i < 2 * MAX_STREAMS; i++) {
			try (RawClient admitted = ask("HEAD", target)) {
				assertThat(admitted.status()).isEqualTo(200);
			}
		}
		assertThat(this.meters.runs()).isZero();
		assertThat(this.answers.begun()).isEqualTo(MAX_STREAMS);
		for (int i = 0; i < MAX_STREAMS; i++) {
			open("/spin");
		}
	}

	/** Begins a run, and leaves as soon as it knows the name. */
	private void comeAndGo() throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin")) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.event()).contains("event: spinner\n");
		}
		await().until(() -> this.meters.open() == 0);
	}

	private void open(String target) throws IOException {
		assertThat(get(target).event()).contains("event: spinner\n");
	}

	private void assertRefused(String method, String target) throws IOException {
		try (RawClient client = ask(method, target)) {
			assertThat(client.status()).as(method + " " + target).isEqualTo(503);
			assertThat(client.header("Retry-After")).isEqualTo("3");
			assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(client.rest()).isEqualTo(
					method.equals("HEAD") ? "" : "{\"detail\":\"all 20 runs are taken, try again soon\",\"status\":503,"
							+ "\"title\":\"Service Unavailable\"}");
		}
	}

}
