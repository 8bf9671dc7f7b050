package io.spinstream.integration;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerSource;
import io.spinstream.testing.RawClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The thread on which the time of a run passes: with the package {@code netty}, the event
 * loop that has begun the run.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spinstream.answer.timeout=500ms")
class RunTimerTests {

	@LocalServerPort
	private int port;

	@Value("${spinstream.netty.enabled:true}")
	private boolean hasNetty;

	@Autowired
	private Queue<String> threads;

	@ParameterizedTest
	@ValueSource(strings = { "sse", "text", "json" })
	void aTimeoutEndsTheWorkOnTheLoopThatBeganIt(String format) throws IOException {
		assertThat(read(format)).contains("no answer within 0.5s");
		await().until(() -> this.threads.size() == 2);
		String begun = this.threads.remove();
		String cancelled = this.threads.remove();
		assertThat(begun).contains("-http-");
		if (this.hasNetty) {
			assertThat(cancelled).isEqualTo(begun);
		}
		else {
			assertThat(cancelled).startsWith("parallel-");
		}
	}

	private String read(String format) throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin?format=" + format, "Connection: close")) {
			return client.rest();
		}
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Endless {

		@Bean
		Queue<String> threads() {
			return new ConcurrentLinkedQueue<>();
		}

		@Bean
		AnswerSource endless(Queue<String> threads) {
			return (request, progress) -> Mono.<Answer>never()
				.doOnSubscribe((begin) -> threads.add(Thread.currentThread().getName()))
				.doOnCancel(() -> threads.add(Thread.currentThread().getName()));
		}

	}

}
