package io.spinstream.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limit of runs, which is that of streams if it is not set. A run holds its place
 * until it has ended, read or not.
 */
@SpinstreamTest
@TestPropertySource(properties = { "spinstream.max-streams=20", "spinstream.resume-window=10m" })
class RunLimitTests {

	private static final int MAX_STREAMS = 20;

	@LocalServerPort
	private int port;

	@Autowired
	private ScriptedAnswer answers;

	@Autowired
	private Meters meters;

	private final List<RawClient> clients = new ArrayList<>();

	@AfterEach
	void close() {
		this.clients.forEach(RawClient::close);
		this.answers.tell("over");
	}

	@Test
	void clientsThatComeAndGoStartNoMoreRunsThanThereArePlaces() throws IOException {
		for (int i = 0; i < MAX_STREAMS; i++) {
			comeAndGo();
		}
		for (int i = 0; i < 2 * MAX_STREAMS; i++) {
			assertRefused("GET /spin");
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
		assertRefused("GET /spin");
		this.answers.tell("42");
		assertThat(this.meters.runs()).isZero();
		for (int i = 0; i < MAX_STREAMS; i++) {
			open("/spin");
		}
		assertThat(this.meters.runs()).isEqualTo(MAX_STREAMS);
		await().until(() -> this.answers.begun() == 2 * MAX_STREAMS);
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
			assertRefused("GET " + target);
			assertRefused("HEAD " + target);
		}
		assertThat(this.meters.open()).isZero();
		this.answers.tell("42");
		for (int i = 0; i < 2 * MAX_STREAMS; i++) {
			assertAdmitted("HEAD " + target);
		}
		assertThat(this.meters.runs()).isZero();
		assertThat(this.answers.begun()).isEqualTo(MAX_STREAMS);
		for (int i = 0; i < MAX_STREAMS; i++) {
			open("/spin");
		}
	}

	/** Begins a run, and leaves it when its computation has begun. */
	private void comeAndGo() throws IOException {
		int begun = this.answers.begun();
		try (RawClient client = RawClient.get(this.port, "/spin")) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.event()).contains("event: spinner\n");
			await().until(() -> this.answers.begun() == begun + 1);
		}
		await().until(() -> this.meters.open() == 0);
	}

	private void open(String target) throws IOException {
		this.clients.add(RawClient.get(this.port, target));
		assertThat(this.clients.getLast().event()).contains("event: spinner\n");
	}

	private void assertRefused(String methodAndTarget) throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send(methodAndTarget + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
			client.nextResponse(methodAndTarget.startsWith("GET "));
			assertThat(client.status()).as(methodAndTarget).isEqualTo(503);
			assertThat(client.header("Retry-After")).isEqualTo("3");
			assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(client.rest()).isEqualTo(methodAndTarget.startsWith("HEAD ") ? ""
					: "{\"detail\":\"all 20 runs are taken, try again soon\",\"status\":503,"
							+ "\"title\":\"Service Unavailable\"}");
		}
	}

	private void assertAdmitted(String methodAndTarget) throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send(methodAndTarget + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(client.nextResponse(false).status()).as(methodAndTarget).isEqualTo(200);
		}
	}

}
