package io.spinstream.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run has a path of its own: it is read, stopped and fetched there.
 */
@Tag("contract")
@SpinstreamTest
class RunResourceTests extends ServiceTest {

	private static final String UNKNOWN = "/spin/AAAAAAAAAAAAAAAAAAAAAA";

	@Test
	void aStreamTellsThePathOfItsRun() throws IOException {
		RawClient sse = get("/spin");
		String run = sse.run();
		assertThat(sse.header("Content-Location")).isEqualTo("/spin/" + run);
		assertThat(get("/spin?format=text").header("Content-Location")).matches("/spin/[\\w-]{22}");
		RawClient json = get("/spin?format=json");
		awaitBegun(3);
		this.answers.tell("42");
		assertThat(json.header("Content-Location")).matches("/spin/[\\w-]{22}");
	}

	@Test
	void anyNumberOfReadersJoinInAllFormats() throws IOException {
		String path = begin("");
		List<RawClient> readers = new ArrayList<>();
		for (String format : List.of("sse", "text", "json", "sse", "text", "json")) {
			readers.add(get(path + "?style=dots&message=me&supervisor=threads&format=" + format));
		}
		assertThat(readers.get(0).event()).contains("Thread[");
		assertThat(readers.get(0).event()).isEqualTo("data: ⠋ me\n\n");
		await().until(() -> this.meters.open() == 7);
		this.answers.tell("42");
		for (RawClient reader : readers) {
			assertThat(reader.rest()).contains("42");
			assertThat(reader.status()).isEqualTo(200);
			assertThat(reader.header("Content-Location")).isEqualTo(path);
		}
		assertThat(this.answers.begun()).isOne();
		assertThat(get(path + "?format=json").rest()).isEqualTo("{\"answer\":\"42\"}");
		assertThat(get(path).rest()).endsWith("data: Answer: 42\n\n");
	}

	@ParameterizedTest
	@CsvSource({ "GET, ''", "HEAD, ''", "DELETE, ''", "GET, /answer", "HEAD, /answer" })
	void anUnknownRunIsNotFoundAndBeginsNone(String method, String rest) throws IOException {
		for (String run : List.of(UNKNOWN, "/spin/x", "/spin/" + "x".repeat(2_000), "/spin/%2e%2e")) {
			RawClient client = ask(method, run + rest);
			assertThat(client.status()).isEqualTo(404);
			assertThat(client.header("Content-Location")).isEmpty();
		}
		assertThat(ask("GET", UNKNOWN + rest).rest()).isEqualTo(
				"{\"detail\":\"this run is not known, or it is no longer known\",\"status\":404,\"title\":\"Not Found\"}");
		assertThat(this.answers.begun()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "POST, /spin/AAAAAAAAAAAAAAAAAAAAAA, 'DELETE, GET, HEAD'",
			"DELETE, /spin/AAAAAAAAAAAAAAAAAAAAAA/answer, 'GET, HEAD'", "DELETE, /spin, 'GET, HEAD, POST'",
			"PUT, /spin, 'GET, HEAD, POST'" })
	void otherMethodsAreRefusedByName(String method, String target, String allowed) throws IOException {
		RawClient client = ask(method, target);
		assertThat(client.status()).isEqualTo(405);
		assertThat(client.header("Allow").split(", ?")).containsExactlyInAnyOrder(allowed.split(", "));
		assertThat(client.rest()).contains("must be one of " + allowed);
	}

	@Test
	void headTellsWhatGetWouldAndTakesNothing() throws IOException {
		String path = begin("");
		RawClient head = ask("HEAD", path);
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
		assertThat(ask("HEAD", path + "/answer").status()).isEqualTo(202);
		assertThat(ask("HEAD", path + "?style=none").status()).isEqualTo(400);
		assertThat(this.meters.open()).isOne();
		this.answers.tell("42");
		await().until(() -> this.meters.runs() == 0);
		assertThat(ask("HEAD", path + "/answer").header("Content-Length")).isEqualTo("2");
		assertThat(ask("HEAD", path + "?format=json").header("Content-Length")).isEqualTo("15");
	}

	@Test
	void headTellsTheStatusOfAFailureAndOf202() throws IOException {
		String path = begin("");
		assertThat(ask("HEAD", path + "?format=json").status()).isEqualTo(200);
		assertThat(ask("DELETE", path).status()).isEqualTo(204);
		assertThat(ask("HEAD", path + "?format=json").status()).isEqualTo(410);
		assertThat(ask("HEAD", path + "/answer").status()).isEqualTo(410);
		assertThat(ask("HEAD", path).status()).isEqualTo(200);
		RawClient accepted = ask("HEAD", "/spin", "Prefer: respond-async");
		assertThat(accepted.status()).isEqualTo(202);
		assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
		assertThat(accepted.header("Location")).isEmpty();
		assertThat(this.answers.begun()).isOne();
	}

	@Test
	void whoHasSeenTheEndGetsNothingOfTheRunEither() throws IOException {
		String path = begin("");
		String done = path.substring("/spin/".length()) + ".done";
		assertThat(get(path, "Last-Event-ID: " + done).status()).isEqualTo(204);
		assertThat(get(path + "?lastEventId=" + done).status()).isEqualTo(204);
		assertThat(get(path, "Last-Event-ID: AAAAAAAAAAAAAAAAAAAAAA.done").event()).startsWith("retry: ");
		assertThat(get(path, "Last-Event-ID: AAAAAAAAAAAAAAAAAAAAAA").header("Content-Location")).isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "threads", "virtual-threads", "reactive" })
	void aStopReachesTheWorkAndEachReader(String supervisor) throws IOException {
		RawClient sse = get("/spin?supervisor=" + supervisor);
		String path = sse.header("Content-Location");
		RawClient text = get(path + "?format=text&supervisor=" + supervisor);
		RawClient json = get(path + "?format=json");
		await().until(() -> this.meters.open() == 3);
		awaitBegun(1);
		RawClient stop = ask("DELETE", path);
		assertThat(stop.status()).isEqualTo(204);
		assertThat(stop.rest()).isEmpty();
		assertThat(this.answers.cancelled()).isOne();
		assertThat(sse.rest())
			.endsWith("\n\nevent: failure\nid: " + path.substring("/spin/".length()) + ".done\ndata: stopped\n\n");
		assertThat(text.rest()).endsWith("\bFailed: stopped\n");
		assertThat(json.status()).isEqualTo(410);
		assertThat(json.rest()).isEqualTo("{\"detail\":\"stopped\",\"status\":410,\"title\":\"Gone\"}");
		assertThat(get(path + "/answer").status()).isEqualTo(410);
		assertThat(get(path + "?format=json").status()).isEqualTo(410);
		assertThat(ask("DELETE", path).status()).isEqualTo(204);
		assertThat(this.answers.begun()).isOne();
	}

	@Test
	void aStopAfterTheEndChangesNothing() throws IOException {
		String path = begin("");
		this.answers.tell("42");
		await().until(() -> this.meters.runs() == 0);
		assertThat(ask("DELETE", path).status()).isEqualTo(204);
		assertThat(get(path + "?format=json").rest()).isEqualTo("{\"answer\":\"42\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "json" })
	void whoLeavesARunThatIsNotResumableEndsItUnlessSomebodyReads(String format) throws IOException {
		RawClient first = get("/spin?format=" + format);
		awaitBegun(1);
		first.close();
		await().until(() -> this.answers.cancelled() == 1);
		RawClient second = get("/spin?format=text");
		String path = second.header("Content-Location");
		RawClient joined = get(path);
		joined.event();
		second.close();
		await().until(() -> this.meters.open() == 1);
		assertThat(get(path + "/answer").status()).isEqualTo(202);
		joined.close();
		await().until(() -> this.answers.cancelled() == 2);
		assertThat(get(path).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Accept: text/plain", "Accept: application/json", "Accept: image/png",
			"Accept: text/event-stream" })
	void whoPrefersNotToWaitIsAcceptedAtOnce(String header) throws IOException {
		RawClient client = get("/spin", "Prefer: respond-async", header.isEmpty() ? "X: y" : header);
		assertThat(client.status()).isEqualTo(202);
		String path = client.header("Location");
		assertThat(client.header("Retry-After")).isEqualTo("1");
		assertThat(client.header("Preference-Applied")).isEqualTo("respond-async");
		assertThat(client.header("Content-Type")).isEqualTo("application/json");
		assertThat(client.rest()).isEqualTo("{\"run\":\"" + path + "\"}");
		await().until(() -> this.meters.open() == 0);
		assertThat(this.meters.runs()).isOne();
		assertThat(this.answers.begun()).isOne();
		this.answers.progress("1 of 2");
		RawClient poll = get(path + "/answer");
		assertThat(poll.status()).isEqualTo(202);
		assertThat(poll.header("Retry-After")).isEqualTo("1");
		assertThat(poll.rest()).isEqualTo("{\"run\":\"" + path + "\",\"progress\":\"1 of 2\"}");
		RawClient joined = get(path + "?format=text");
		joined.readByte();
		joined.close();
		await().until(() -> this.meters.open() == 0);
		assertThat(this.answers.cancelled()).isZero();
		this.answers.tell("42");
		await().until(() -> this.meters.runs() == 0);
		assertThat(get(path + "/answer").rest()).isEqualTo("42");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			wait=0                      | wait=0
			WAIT = "0"                  | wait=0
			foo, wait=0; x=y            | wait=0
			wait=0, wait=600            | wait=0
			respond-async, wait=0       | respond-async, wait=0
			respond-async;x="y", foo    | respond-async
			respond-async=""            | respond-async
			""")
	void preferencesAreReadAsTheStandardSays(String preference, String applied) throws IOException {
		RawClient client = get("/spin?format=json", "Prefer: " + preference);
		assertThat(client.status()).isEqualTo(202);
		assertThat(client.header("Preference-Applied")).isEqualTo(applied);
	}

	@ParameterizedTest
	@ValueSource(strings = { "wait=-1", "wait=x", "wait", "wait=1.5", "wait=99999999999999999999", "respond-async=x",
			"respond_async", "", ",,;=", "wait=\"", "return=minimal", "foo; wait=0", "foo; respond-async" })
	void aMalformedPreferenceIsIgnored(String preference) throws IOException {
		RawClient client = get("/spin?format=json", "Prefer: " + preference);
		awaitBegun(1);
		this.answers.tell("42");
		assertThat(client.status()).isEqualTo(200);
		assertThat(client.header("Preference-Applied")).isEmpty();
	}

	@Test
	void whoWaitsGetsAnAnswerThatComesInTime() throws IOException {
		RawClient json = get("/spin?format=json", "Prefer: wait=100");
		RawClient sse = get("/spin", "Prefer: respond-async, wait=100");
		RawClient failed = get("/spin?format=text", "Prefer: respond-async, wait=100");
		awaitBegun(3);
		this.answers.tell("42");
		assertThat(json.rest()).isEqualTo("{\"answer\":\"42\"}");
		assertThat(sse.rest()).startsWith("retry: ").endsWith("data: Answer: 42\n\n");
		assertThat(failed.rest()).endsWith("Answer: 42\n");
	}

	@Test
	void whoWaitsGetsAFailureThatComesInTime() throws IOException {
		RawClient json = get("/spin?format=json", "Prefer: wait=100");
		RawClient text = get("/spin?format=text", "Prefer: respond-async, wait=100");
		awaitBegun(2);
		this.answers.fail(new AnswerException("no luck"));
		assertThat(json.status()).isEqualTo(502);
		assertThat(text.rest()).endsWith("Failed: no luck\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "respond-async", "wait=0", "respond-async, wait=0", "respond-async, wait=5" })
	void whoPrefersNotToWaitGetsTheEndOfARunThatHasEnded(String preference) throws IOException {
		String path = begin("");
		this.answers.tell("42");
		await().until(() -> this.meters.runs() == 0);
		String prefer = "Prefer: " + preference;
		assertThat(get(path + "?format=json", prefer).rest()).isEqualTo("{\"answer\":\"42\"}");
		assertThat(get(path, prefer).rest()).endsWith("data: Answer: 42\n\n");
		RawClient any = get(path, prefer, "Accept: image/png");
		assertThat(any.status()).isEqualTo(preference.startsWith("wait") ? 406 : 200);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /spin?lastEventId=AAAAAAAAAAAAAAAAAAAAAA.done", "GET, /spin/AAAAAAAAAAAAAAAAAAAAAA",
			"GET, /spin?style=none", "GET, /nowhere", "PUT, /spin", "HEAD, /spin/AAAAAAAAAAAAAAAAAAAAAA/answer" })
	void nothingThatIsSaidOfARunIsStoredByCaches(String method, String target) throws IOException {
		assertThat(ask(method, target).header("Cache-Control")).isEqualTo("no-store");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/spin?format=json", "/spin" })
	void whoWaitsInVainLosesNothing(String target) throws IOException {
		RawClient client = get(target, "Prefer: respond-async, wait=1");
		assertThat(client.status()).isEqualTo(202);
		assertThat(client.header("Preference-Applied")).isEqualTo("respond-async, wait=1");
		assertThat(this.answers.cancelled()).isZero();
		String path = client.header("Location");
		RawClient again = get(path, "Accept: application/json", "Prefer: wait=100");
		await().until(() -> this.meters.open() == 1);
		this.answers.tell("42");
		assertThat(again.rest()).isEqualTo("{\"answer\":\"42\"}");
		assertThat(this.answers.begun()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sse", "text", "json" })
	void whoLeavesWhileItWaitsEndsTheRun(String format) throws IOException {
		RawClient client = get("/spin?format=" + format, "Prefer: respond-async, wait=100");
		awaitBegun(1);
		client.close();
		await().until(() -> this.answers.cancelled() == 1);
		assertThat(this.meters.runs()).isZero();
	}

	@Test
	void aStreamNeedsNoWait() throws IOException {
		RawClient client = get("/spin", "Prefer: wait=0");
		assertThat(client.status()).isEqualTo(200);
		assertThat(client.event()).startsWith("retry: ");
		assertThat(client.header("Preference-Applied")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			text/plain;charset=ISO-8859-1 |                      | hello
			application/json              |                      | {"a": 1}
			image/png                     |                      | PNG
			application/pdf               |                      | %PDF
			text/html                     | attachment           | <script>alert(1)</script>
			text/html;charset=UTF-8       | attachment           | <script>alert(1)</script>
			application/xhtml+xml         | attachment           | <script/>
			image/svg+xml                 | attachment           | <svg/>
			text/xml                      | attachment           | <a/>
			application/xml               | attachment           | <a/>
			application/atom+xml          | attachment           | <a/>
			text/javascript               | attachment           | alert(1)
			application/javascript        | attachment           | alert(1)
			text/css                      | attachment           | a {}
			application/x-own             | attachment           | x
			application/octet-stream      | attachment           | x
			multipart/related             | attachment           | x
			""")
	void anAnswerIsFetchedAsItIsAndIsNotExecuted(String type, String disposition, String body) throws IOException {
		String path = begin("");
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		this.answers.tell(new Answer(type, bytes, null));
		await().until(() -> this.meters.runs() == 0);
		RawClient client = get(path + "/answer");
		assertThat(client.status()).isEqualTo(200);
		assertThat(client.rest()).isEqualTo(body);
		assertThat(client.header("Content-Type")).isEqualTo(type);
		assertThat(client.header("Content-Disposition")).isEqualTo((disposition != null) ? disposition : "");
		assertThat(client.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(client.header("Cache-Control")).isEqualTo("no-store");
		assertThat(client.header("Content-Security-Policy")).contains("default-src 'none'");
	}

	@Test
	void anAnswerThatIsNoTextIsToldByItsSizeAndType() throws IOException {
		RawClient sse = get("/spin");
		RawClient text = get("/spin?format=text");
		RawClient json = get("/spin?format=json");
		awaitBegun(3);
		this.answers.tell(new Answer("application/pdf;a=b", new byte[48_213], null));
		assertThat(sse.rest()).endsWith("\ndata: Answer: 48213 bytes of application/pdf\n\n");
		assertThat(text.rest()).endsWith("\bAnswer: 48213 bytes of application/pdf\n");
		assertThat(json.rest()).isEqualTo("{\"answer\":\"48213 bytes of application/pdf\"}");
		assertThat(get(sse.header("Content-Location") + "/answer").rest()).hasSize(48_213);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			application/json         | {"b": 1.50, "a":[]}  | {"b": 1.50, "a":[]}
			application/problem+json | [1,2]                | [1,2]
			application/json         | "text"               | "text"
			application/json         | 1e400                | 1e400
			application/json         | null                 | null
			application/json         | {"a":1} {"b":2}      | "{\\"a\\":1} {\\"b\\":2}"
			application/json         | {"a":                | "{\\"a\\":"
			application/json         | nonsense             | "nonsense"
			application/json         | "a                   | "\\"a"
			application/json         | NaN                  | "NaN"
			text/plain               | {"a":1}              | "{\\"a\\":1}"
			application/x-ndjson     | 1                    | "1"
			""")
	void anAnswerInJsonStaysJson(String type, String body, String value) throws IOException {
		RawClient json = get("/spin?format=json");
		awaitBegun(1);
		this.answers.tell(new Answer(type, body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
		assertThat(json.rest()).isEqualTo("{\"answer\":" + value + "}");
	}

	private String begin(String query) throws IOException {
		RawClient client = get("/spin" + query);
		client.event();
		awaitBegun(1);
		return client.header("Content-Location");
	}

}
