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
 * Readers who come back to their run while all places are taken.
 */
@TightSpinstreamTest
@TestPropertySource(properties = "spinstream.resume-window=10s")
class ReturningReaderTests extends ServiceTest {

	private static final int MAX_STREAMS = 20;

	private static final int MAX_THREAD_STREAMS = 2;

	@ParameterizedTest
	@ValueSource(strings = { "sse", "text", "json" })
	void aRunTakesTwoReadersBeyondTheLimit(String format) throws IOException {
		String run = fillBesideUnreadRun();
		String target = "/spin?format=" + format + "&lastEventId=" + run;
		for (int reader = 1; reader <= 2; reader++) {
			get(target);
			int open = MAX_STREAMS + reader;
			await().until(() -> this.meters.open() == open);
		}
		assertRefused(target);
		assertRefused("/spin");
		awaitBegun(MAX_STREAMS);
		this.answers.tell("42");
		assertThat(this.clients.removeLast().rest()).contains("42");
		assertThat(this.clients.removeLast().rest()).contains("42");
		allPlacesAreFreeAndNoneMore();
	}

	@Test
	void whoseOldConnectionIsNotKnownToBeDeadIsAdmittedOnce() throws IOException {
		String run = open("/spin");
		fill("/spin", MAX_STREAMS - 1);
		assertThat(open("/spin?lastEventId=" + run)).isEqualTo(run);
		assertRefused("/spin?lastEventId=" + run);
		allPlacesAreFreeAndNoneMore();
	}

	@Test
	void whoComesBackToAnEndedRunIsAdmitted() throws IOException {
		String run = open("/spin");
		awaitBegun(1);
		this.answers.tell("42");
		this.clients.removeLast().rest();
		this.answers.forget();
		fill("/spin", MAX_STREAMS);
		for (int i = 0; i < MAX_STREAMS; i++) {
			try (RawClient late = RawClient.get(this.port, "/spin?lastEventId=" + run)) {
				assertThat(late.rest()).endsWith("\n\nevent: answer\nid: " + run + ".done\ndata: Answer: 42\n\n");
			}
			await().until(() -> this.meters.open() == MAX_STREAMS);
		}
		assertRefused("/spin");
		awaitBegun(MAX_STREAMS);
		allPlacesAreFreeAndNoneMore();
	}

	@Test
	void whoComesBackBeyondTheThreadsIsShownByAnotherSupervisor() throws IOException {
		String run = open("/spin?supervisor=threads");
		fill("/spin?supervisor=threads", MAX_THREAD_STREAMS - 1);
		assertRefused("/spin?supervisor=threads");
		try (RawClient back = RawClient.get(this.port, "/spin?supervisor=threads&lastEventId=" + run)) {
			assertThat(back.event()).matches("retry: 1000\nid: " + run + "\nevent: spinner\n"
					+ "data: spinner object: Subscription\\[#\\d+,spin]\n\n");
		}
		await().until(() -> this.meters.open() == MAX_THREAD_STREAMS);
		assertRefused("/spin?supervisor=threads");
		allPlacesAreFreeAndNoneMore();
	}

	/** Returns a run without a reader, beside streams in all places. */
	private String fillBesideUnreadRun() throws IOException {
		fill("/spin", MAX_STREAMS - 2);
		String read = open("/spin");
		String unread = open("/spin");
		this.clients.removeLast().close();
		await().until(() -> this.meters.open() == MAX_STREAMS - 1);
		open("/spin?lastEventId=" + read);
		return unread;
	}

	private void fill(String target, int places) throws IOException {
		for (int i = 0; i < places; i++) {
			open(target);
		}
	}

	private String open(String target) throws IOException {
		RawClient client = get(target);
		assertThat(client.status()).isEqualTo(200);
		int open = this.clients.size();
		String run = client.run();
		await().until(() -> this.meters.open() == open);
		return run;
	}

	private void assertRefused(String target) throws IOException {
		try (RawClient refused = RawClient.request(this.port, "HEAD", target)) {
			assertThat(refused.nextResponse(false).status()).isEqualTo(503);
		}
		try (RawClient refused = RawClient.get(this.port, target)) {
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.header("Retry-After")).isEqualTo("3");
			assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
		}
	}

	private void allPlacesAreFreeAndNoneMore() throws IOException {
		this.clients.forEach(RawClient::close);
		this.clients.clear();
		this.answers.tell("over");
		await().untilAsserted(() -> {
			assertThat(this.meters.open()).isZero();
			assertThat(this.meters.runs()).isZero();
		});
		fill("/spin?supervisor=threads", MAX_THREAD_STREAMS);
		assertRefused("/spin?supervisor=threads");
		fill("/spin", MAX_STREAMS - MAX_THREAD_STREAMS);
		assertRefused("/spin");
	}

}
