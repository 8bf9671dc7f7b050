package io.spinstream.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.context.TestPropertySource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that reconnect to their run.
 */
@Tag("contract")
@TightSpinstreamTest
@TestPropertySource(properties = "spinstream.resume-window=10s")
class ResumeTests extends ServiceTest {

	@Test
	void allReadersOfARunGetTheOneAnswer() throws IOException {
		try (RawClient first = spin(); RawClient second = spin("Last-Event-ID: " + first.run())) {
			assertThat(second.event()).startsWith("retry: 1000\nid: ");
			this.answers.tell("42");
			assertThat(first.rest()).endsWith("data: Answer: 42\n\n");
			assertThat(second.rest()).endsWith("data: Answer: 42\n\n");
			assertThat(this.answers.begun()).isEqualTo(1);
		}
	}

	@Test
	void aReaderWhoComesBackHasTheSameRun() throws IOException {
		int resumed = this.meters.resumed();
		RawClient first = spin();
		String run = first.run();
		first.reset();
		try (RawClient second = spin("Last-Event-ID: " + run)) {
			assertThat(second.run()).isEqualTo(run);
			assertThat(this.answers.begun()).isEqualTo(1);
			assertThat(this.meters.resumed()).isEqualTo(resumed + 1);
		}
	}

	@Test
	void theParameterStandsInForTheHeader() throws IOException {
		try (RawClient first = spin();
				RawClient second = RawClient.get(this.port, "/spin?lastEventId=" + first.run())) {
			assertThat(second.event()).contains("event: spinner");
			assertThat(this.answers.begun()).isEqualTo(1);
		}
	}

	@Test
	void aFinishedRunKeepsItsAnswer() throws IOException {
		try (RawClient first = spin()) {
			String run = first.run();
			this.answers.tell("42");
			first.rest();
			try (RawClient late = spin("Last-Event-ID: " + run)) {
				assertThat(late.run()).isEqualTo(run);
				assertThat(late.rest()).endsWith("event: answer\nid: " + run + ".done\ndata: Answer: 42\n\n");
				assertThat(this.answers.begun()).isEqualTo(1);
			}
		}
	}

	@Test
	void aRunThatIsLeftForTheWindowIsCancelledAndForgotten() throws IOException {
		RawClient first = spin();
		String run = first.run();
		first.close();
		await().until(() -> this.meters.runs() == 0);
		await().until(() -> this.answers.cancelled() > 0);
		try (RawClient late = spin("Last-Event-ID: " + run)) {
			assertThat(late.run()).isNotEqualTo(run);
			awaitBegun(2);
		}
	}

	@Test
	void runsWithoutAReaderKeepOnlySoMuchMemoryTheOldestOnesGo() throws IOException {
		List<String> runs = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			try (RawClient client = spin()) {
				runs.add(client.run());
				this.answers.tell("x".repeat(1_000_000));
			}
			await().until(() -> this.meters.open() == 0);
			assertThat(this.meters.runs()).isLessThanOrEqualTo(68);
		}
		try (RawClient last = spin("Last-Event-ID: " + runs.getLast());
				RawClient first = spin("Last-Event-ID: " + runs.getFirst())) {
			assertThat(last.run()).isEqualTo(runs.getLast());
			assertThat(first.run()).isNotEqualTo(runs.getFirst());
		}
	}

	@DisplayName("An unknown or malformed id starts anew (S9)")
	@ParameterizedTest
	@ValueSource(strings = { "AAAAAAAAAAAAAAAAAAAAAA", "x", "", ".done", "AAAA.done", "AAAAAAAAAAAAAAAAAAAAAA.DONE",
			"AAAAAAAAAAAAAAAAAAAAAA.done.done", "../../etc/passwd" })
	void anUnknownIdStartsAnew(String id) throws IOException {
		try (RawClient client = spin("Last-Event-ID: " + id)) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.run()).hasSize(22).isNotEqualTo(id);
		}
	}

	@Test
	@DisplayName("Whoever has the last event gets 204 with no body and no work (S9)")
	void theLastEventIsTheEnd() throws IOException {
		try (RawClient header = spin("Last-Event-ID: AAAAAAAAAAAAAAAAAAAAAA.done", "Connection: close");
				RawClient parameter = RawClient.get(this.port, "/spin?lastEventId=AAAAAAAAAAAAAAAAAAAAAA.done",
						"Connection: close")) {
			assertThat(header.status()).isEqualTo(204);
			assertThat(header.rest()).isEmpty();
			assertThat(parameter.status()).isEqualTo(204);
			assertThat(this.answers.begun()).isZero();
		}
	}

	private RawClient spin(String... headers) {
		return get("/spin", headers);
	}

}
