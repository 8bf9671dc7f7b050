package io.spinstream.integration;

import java.io.IOException;
import java.util.List;

import io.spinstream.run.AnswerException;
import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits of open streams, and their counts after each way in which a stream ends.
 */
@Tag("contract")
@TightSpinstreamTest
class LimitTests extends ServiceTest {

	private static final int MAX_STREAMS = 20;

	private static final int MAX_THREAD_STREAMS = 2;

	@Test
	@DisplayName("Beyond the limit comes 503, when to try again, and why, and no work is done (S10)")
	void beyondTheLimit() throws IOException {
		fill("/spin", MAX_STREAMS);
		awaitBegun(MAX_STREAMS);
		try (RawClient refused = RawClient.get(this.port, "/spin")) {
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.header("Retry-After")).isEqualTo("3");
			assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(refused.rest()).isEqualTo("{\"detail\":\"all 20 streams are taken, try again soon\","
					+ "\"status\":503,\"title\":\"Service Unavailable\"}");
		}
		assertThat(this.answers.begun()).isEqualTo(MAX_STREAMS);
	}

	@Test
	void theThreadsOfAllClientsAreLimitedAndOtherSupervisorsAreNot() throws IOException {
		fill("/spin?supervisor=threads", MAX_THREAD_STREAMS);
		try (RawClient refused = RawClient.get(this.port, "/spin?supervisor=threads");
				RawClient admitted = RawClient.get(this.port, "/spin?supervisor=virtual-threads")) {
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.header("Retry-After")).isEqualTo("3");
			assertThat(refused.rest())
				.contains("all 2 streams of the supervisor 'threads' are taken, try again soon or take another one");
			assertThat(admitted.status()).isEqualTo(200);
		}
	}

	@EnumSource
	@ParameterizedTest
	void theCountIsRightAgain(WayToEnd way) throws IOException {
		for (String supervisor : List.of("threads", "virtual-threads", "reactive")) {
			for (String format : List.of("sse", "text", "json")) {
				String target = "/spin?supervisor=" + supervisor + "&format=" + format;
				int before = this.meters.ended(way.outcome);
				RawClient client = RawClient.get(this.port, target);
				await().until(() -> this.answers.begun() == 1 && this.meters.open() == 1);
				way.end(client, this.answers);
				await().until(() -> this.meters.ended(way.outcome) == before + 1 && this.meters.open() == 0);
				client.close();
				this.answers.forget();
			}
		}
		await().until(() -> this.meters.runs() == 0);
		fill("/spin?supervisor=threads", MAX_THREAD_STREAMS);
		fill("/spin", MAX_STREAMS - MAX_THREAD_STREAMS);
	}

	@Test
	void theCountIsRightAgainAfterRefusals() throws IOException {
		int before = this.meters.ended("refused");
		fill("/spin?supervisor=threads", MAX_THREAD_STREAMS);
		for (int i = 0; i < 2 * MAX_STREAMS; i++) {
			try (RawClient refused = RawClient.get(this.port, "/spin?supervisor=threads")) {
				assertThat(refused.status()).isEqualTo(503);
			}
		}
		fill("/spin", MAX_STREAMS - MAX_THREAD_STREAMS);
		assertThat(this.meters.ended("refused")).isEqualTo(before + 2 * MAX_STREAMS);
		assertThat(this.meters.open()).isEqualTo(MAX_STREAMS);
	}

	private void fill(String target, int places) throws IOException {
		for (int i = 0; i < places; i++) {
			assertThat(get(target).status()).isEqualTo(200);
		}
	}

	private enum WayToEnd {

		ANSWER("answered") {
			@Override
			void end(RawClient client, ScriptedAnswer answers) throws IOException {
				answers.tell("42");
				assertThat(client.rest()).contains("42");
			}
		},
		FAILURE("failed") {
			@Override
			void end(RawClient client, ScriptedAnswer answers) throws IOException {
				answers.fail(new AnswerException("no luck today"));
				assertThat(client.rest()).contains("no luck today");
			}
		},
		FAILURE_OF_ITS_OWN("failed") {
			@Override
			void end(RawClient client, ScriptedAnswer answers) throws IOException {
				answers.fail(new IllegalStateException("a secret"));
				assertThat(client.rest()).contains("the answer could not be computed").doesNotContain("secret");
			}
		},
		GOODBYE("cancelled") {
			@Override
			void end(RawClient client, ScriptedAnswer answers) throws IOException {
				client.close();
			}
		},
		RESET("cancelled") {
			@Override
			void end(RawClient client, ScriptedAnswer answers) throws IOException {
				client.reset();
			}
		},
		UNWRITABLE("answered") {
			@Override
			void end(RawClient client, ScriptedAnswer answers) throws IOException {
				answers.tell("half a pair: \uD83D");
				assertThat(client.rest()).doesNotContain("xception");
			}
		};

		private final String outcome;

		WayToEnd(String outcome) {
			this.outcome = outcome;
		}

		abstract void end(RawClient client, ScriptedAnswer answers) throws IOException;

	}

}
