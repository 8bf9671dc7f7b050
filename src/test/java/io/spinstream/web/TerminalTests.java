package io.spinstream.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Progress;
import io.spinstream.testing.Tools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What curl leaves on a real terminal.
 */
@Tag("contract")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class TerminalTests {

	private final String tmux = Tools.find("tmux");

	private final String curl = Tools.find("curl");

	/** Of its own: the server of the test before may still be on its way out. */
	private final String socket = "spinstream-" + UUID.randomUUID();

	@LocalServerPort
	private int port;

	@AfterEach
	void close() throws Exception {
		tmux("kill-server");
	}

	@ParameterizedTest
	@ValueSource(strings = { "message=thinking!", "message=%E6%80%9D%E8%80%83%E4%B8%AD", "style=moon",
			"style=moon&message=%E6%80%9D%E8%80%83%E4%B8%AD", "style=simple-dots&supervisor=threads",
			"style=clock&supervisor=virtual-threads", "progress=reactive&supervisor=reactive",
			"progress=threads&supervisor=threads", "progress=virtual&supervisor=virtual-threads&style=moon" })
	void leavesTheAnswerAndNothingElse(String query) throws Exception {
		tmux("-u", "new-session", "-d", "-x", "100", "-y", "10",
				"%s -sN 'localhost:%d/spin?format=text&%s'; echo end; sleep 60".formatted(this.curl, this.port, query));
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(screen()).contains("end"));
		List<String> lines = screen().lines().toList();
		assertThat(lines.getFirst()).startsWith("spinner object: ");
		assertThat(lines.subList(1, 3)).containsExactly("Answer: 42", "end");
	}

	/**
	 * Tells a longer text, then a shorter one, wide ones, one that is cut, and one with
	 * combining characters, if a request has the parameter 'progress'.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Answers {

		private static final List<String> PROGRESS = List.of("a text that is much longer than the message", "short",
				"\u601D\u8003\u4E2D\u601D\u8003\u4E2D\u601D\u8003\u4E2D", "\uD83C\uDF11\uD83C\uDF12", "x".repeat(200),
				"\u001B[2J\u0007two\nlines", "e\u0301\u0302a", "");

		@Bean
		AnswerSource answers() {
			return (request,
					progress) -> (request.parameters().containsKey("progress") ? told(progress) : Flux.just(""))
						.then(Mono.just(new Answer("42")).delayElement(Duration.ofMillis(600)));
		}

		private static Flux<String> told(Progress progress) {
			return Flux.fromIterable(PROGRESS).delayElements(Duration.ofMillis(250)).doOnNext(progress::tell);
		}

	}

	private String screen() throws IOException, InterruptedException {
		return tmux("capture-pane", "-p");
	}

	private String tmux(String... arguments) throws IOException, InterruptedException {
		ProcessBuilder command = new ProcessBuilder(this.tmux, "-L", this.socket);
		command.command().addAll(List.of(arguments));
		command.environment().put("LC_ALL", "C.UTF-8");
		Process process = command.redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		process.waitFor();
		return output;
	}

}
