package io.spinstream.answer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.Progress;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Script;
import io.spinstream.testing.SelfSigned;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

class HttpAnswerTests {

	@Test
	void asksForTheUrlAsItIsWritten() {
		try (Upstream upstream = new Upstream()) {
			upstream.answer("42");
			expect("http", upstream, "/a%20b?q=x%26y").expectNext("42").verifyComplete();
			assertThat(upstream.requests()).extracting(ReceivedRequest::line)
				.containsExactly("GET /a%20b?q=x%26y HTTP/1.1");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					text/plain                        | caf\u00e9        | UTF-8      | text/plain                        | caf\u00e9
					text/plain;charset=ISO-8859-1     | caf\u00e9        | ISO-8859-1 | text/plain;charset=ISO-8859-1     | caf\u00e9
					text/plain; charset=nonsense      | 42          | UTF-8      | text/plain                        | 42
					application/json                  | {"a": 1}    | UTF-8      | application/json                  | {"a": 1}
					application/problem+json          | {"a": 1}    | UTF-8      | application/problem+json          | {"a": 1}
					image/svg+xml                     | <svg/>      | UTF-8      | image/svg+xml                     | <svg/>
					application/pdf                   | %PDF-1.7    | UTF-8      | application/pdf                   | 8 bytes of application/pdf
					application/pdf;charset=UTF-8     | %PDF-1.7    | UTF-8      | application/pdf;charset=UTF-8     | 8 bytes of application/pdf
					application/pdf; a=b              | %PDF-1.7    | UTF-8      | application/pdf;a=b               | 8 bytes of application/pdf
					nonsense                          | 42          | UTF-8      | application/octet-stream          | 2 bytes of application/octet-stream
					``                                | caf\u00e9        | UTF-8      | text/plain;charset=UTF-8          | caf\u00e9
					``                                | caf\u00e9        | ISO-8859-1 | application/octet-stream          | 4 bytes of application/octet-stream
					""")
	void keepsBytesAndTypeAndTellsText(String type, String body, Charset charset, String told, String summary) {
		byte[] bytes = body.getBytes(charset);
		try (Upstream upstream = new Upstream()) {
			upstream.play(Script.send("HTTP/1.1 200 OK\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
					+ "Content-Length: " + bytes.length + "\r\n\r\n" + new String(bytes, StandardCharsets.ISO_8859_1)));
			StepVerifier.create(compute("http", upstream, "/", new Progress())).assertNext((answer) -> {
				assertThat(answer.contentType()).isEqualTo(told);
				assertThat(answer.bytes()).isEqualTo(bytes);
				assertThat(answer.summary()).isEqualTo(summary);
			}).verifyComplete();
		}
	}

	@Test
	void refusesAnAnswerThatIsTooLongOrEmptyOrEncoded() {
		try (Upstream upstream = new Upstream()) {
			upstream.answer("x".repeat(2048));
			expect("http", upstream, "/").expectNext("x".repeat(2048)).verifyComplete();
			upstream.answer("x".repeat(2049));
			expect("http", upstream, "/")
				.expectErrorSatisfies(failure("the upstream's answer is longer than 2048 bytes"))
				.verify();
			upstream.answer("");
			expect("http", upstream, "/").expectErrorSatisfies(failure("the upstream answered with nothing")).verify();
			upstream.play(Script.send("HTTP/1.1 200 OK\r\nContent-Encoding: own\r\nContent-Length: 2\r\n\r\n42"));
			expect("http", upstream, "/")
				.expectErrorSatisfies(failure("the upstream's answer is encoded, which was not asked for"))
				.verify();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					event: answer\\ndata: Answer: 42\\n\\n                                        | 42
					event: answer\\ndata: 42\\n\\nevent: answer\\ndata: 43\\n\\n                    | 42
					event: answer\\ndata: Answer: Answer: 42\\n\\n                                | Answer: 42
					event: answer\\ndata: two\\ndata: lines\\n\\n                                 | two\\nlines
					data: 1\\n\\ndata: Answer: 2\\n\\n                                            | Answer: 2
					: a comment\\n\\nretry: 10\\n\\ndata: 7\\n\\nevent: progress\\ndata: half\\n\\n  | 7
					data: x\\n\\nevent: failure\\ndata: no luck\\n\\n                            | failed: no luck
					event: error\\ndata: no luck\\n\\nevent: answer\\ndata: 42\\n\\n               | failed: no luck
					event: error\\ndata:\\n\\n                                                  | failed: the upstream failed
					event: progress\\ndata: half\\n\\n                                          | failed: the upstream answered with nothing
					event: answer\\rdata: 42\\r\\r                                             | 42
					event: answer\\r\\ndata: 4\\r\\ndata: 2\\r\\n\\r\\n                         | 4\\n2
					\\357\\273\\277event: answer\\ndata: 42\\n\\ndata: tail\\n\\n             | 42
					retry: abc\\nretry:\\nretry: 99999999999999999999\\ndata: 7\\n\\n          | 7
					data: whole\\n\\ndata: cut                                             | whole
					event: answer\\ndata\\n\\n                                             | ``
					event: answer\\n\\ndata:  7\\n\\n                                       | ` 7`
					data:x\\ndata\\n:y\\nid: 3\\n\\n                                         | x\\n
					: nothing\\n\\n                                                            | failed: the upstream answered with nothing
					""")
	void readsAnEventStream(String events, String told) {
		try (Upstream upstream = new Upstream()) {
			upstream.play(Script.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
					+ events.translateEscapes()));
			StepVerifier
				.create(answer("http", upstream, "/").onErrorResume(AnswerException.class,
						(failure) -> Mono.just("failed: " + failure.reason())))
				.expectNext(told.translateEscapes())
				.verifyComplete();
		}
	}

	@Test
	void tellsTheProgressOfAnEventStream() {
		Progress progress = new Progress();
		try (Upstream upstream = new Upstream()) {
			upstream.play(Script
				.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
						+ "event: progress\ndata: 1 of 2\n\nevent: progress\ndata: 2 of 2" + "!".repeat(1000) + "\n\n")
				.then(Script.HANG));
			Disposable answer = compute("http", upstream, "/", progress).subscribe();
			await().untilAsserted(() -> assertThat(progress.latest()).hasSize(1_000).startsWith("2 of 2!!!"));
			answer.dispose();
		}
	}

	@Test
	void passesMethodBodyAndHeadersOn() {
		try (Upstream upstream = new Upstream()) {
			upstream.answer("42");
			AnswerRequest request = new AnswerRequest("POST", Map.of("id", "a/b", "other", "x"),
					Map.of("Content-Type", List.of("application/x-own"), "X-One", List.of("1", "2")),
					Mono.just("{}".getBytes(StandardCharsets.UTF_8)));
			StepVerifier.create(source("http", upstream, "/r/{id}?x={id}").compute(request, new Progress()))
				.expectNextCount(1)
				.verifyComplete();
			ReceivedRequest received = upstream.requests().getFirst();
			assertThat(received.line()).isEqualTo("POST /r/a%2Fb?x=a%2Fb HTTP/1.1");
			assertThat(received.headers()).containsEntry("Content-Type", "application/x-own")
				.containsEntry("X-One", "1, 2")
				.containsEntry("Content-Length", "2");
			assertThat(received.body()).isEqualTo("{}");
		}
	}

	@Test
	void refusesACertificateThatIsNotTrusted(@TempDir Path directory) throws Exception {
		try (Upstream upstream = new Upstream(new SelfSigned(directory).context())) {
			expect("https", upstream, "/")
				.expectErrorSatisfies(failure("the upstream could not be reached in a way that is secure"))
				.verify();
			assertThat(upstream.requests()).isEmpty();
		}
	}

	@Test
	void closesTheConnectionWhenItIsCancelled() {
		try (Upstream upstream = new Upstream()) {
			Disposable answer = answer("http", upstream, "/").subscribe();
			upstream.awaitRequests(1);
			answer.dispose();
			await().until(() -> upstream.departures() == 1);
		}
	}

	private static StepVerifier.FirstStep<String> expect(String scheme, Upstream upstream, String target) {
		return StepVerifier.create(answer(scheme, upstream, target));
	}

	private static Mono<String> answer(String scheme, Upstream upstream, String target) {
		return compute(scheme, upstream, target, new Progress()).map(Answer::summary);
	}

	private static Mono<Answer> compute(String scheme, Upstream upstream, String target, Progress progress) {
		return source(scheme, upstream, target).compute(new AnswerRequest(Map.of()), progress);
	}

	private static HttpAnswer source(String scheme, Upstream upstream, String target) {
		UpstreamTemplate url = new UpstreamTemplate(scheme + "://localhost:" + upstream.port() + target);
		return new HttpAnswer(url, WebClient.builder(), DataSize.ofKilobytes(2));
	}

	private static Consumer<Throwable> failure(String reason) {
		return (thrown) -> assertThat(thrown).isInstanceOf(AnswerException.class).hasMessage(reason);
	}

}
