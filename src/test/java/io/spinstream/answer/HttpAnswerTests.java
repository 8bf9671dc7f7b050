package io.spinstream.answer;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerRequest;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Script;
import io.spinstream.testing.SelfSigned;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

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

	@Test
	void reportsAnAnswerThatIsNoText() {
		try (Upstream upstream = new Upstream()) {
			upstream.play(Script.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=nonsense\r\n"
					+ "Content-Length: 2\r\n\r\n42"));
			expect("http", upstream, "/")
				.expectErrorSatisfies(failure("the upstream's answer could not be read as text"))
				.verify();
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
			await().until(() -> upstream.requests().size() == 1);
			answer.dispose();
			await().until(() -> upstream.departures() == 1);
		}
	}

	private static StepVerifier.FirstStep<String> expect(String scheme, Upstream upstream, String target) {
		return StepVerifier.create(answer(scheme, upstream, target));
	}

	private static Mono<String> answer(String scheme, Upstream upstream, String target) {
		URI url = URI.create(scheme + "://localhost:" + upstream.port() + target);
		return new HttpAnswer(url, WebClient.builder()).compute(new AnswerRequest(Map.of())).map(Answer::text);
	}

	private static Consumer<Throwable> failure(String reason) {
		return (thrown) -> assertThat(thrown).isInstanceOf(AnswerException.class).hasMessage(reason);
	}

}
