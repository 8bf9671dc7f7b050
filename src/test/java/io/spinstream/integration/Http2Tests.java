package io.spinstream.integration;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * HTTP/2 without TLS, where it is enabled.
 */
@SpinstreamTest
@TestPropertySource(properties = "server.http2.enabled=true")
@ExtendWith(OutputCaptureExtension.class)
class Http2Tests extends ServiceTest {

	@ParameterizedTest
	@ValueSource(strings = { "reactive", "threads", "virtual-threads" })
	void framesComeOneByOneAndTheAnswerIsLast(String supervisor) {
		BlockingQueue<String> events = new LinkedBlockingQueue<>();
		Disposable stream = get("/spin?supervisor=" + supervisor).doOnNext(events::add).subscribe();
		await().until(() -> events.contains("data: a thinking!\n\n") && events.contains("data: c thinking!\n\n"));
		awaitBegun(1);
		this.answers.tell("42");
		await().until(stream::isDisposed);
		assertThat(String.join("", events)).containsOnlyOnce("event: answer\n").endsWith("data: Answer: 42\n\n");
	}

	/**
	 * The client of Reactor Netty may forget to leave, if it is told to while the head of
	 * the response comes.
	 */
	@Test
	void aReaderWhoLeavesIsNoticed() {
		BlockingQueue<String> events = new LinkedBlockingQueue<>();
		Disposable stream = get("/spin").doOnNext(events::add).subscribe();
		await().until(() -> !events.isEmpty());
		assertThat(this.meters.open()).isEqualTo(1);
		stream.dispose();
		await().until(() -> this.meters.open() == 0);
	}

	private Flux<String> get(String path) {
		return HttpClient.newConnection()
			.protocol(HttpProtocol.H2C)
			.get()
			.uri("http://localhost:%d%s".formatted(this.port, path))
			.responseContent()
			.asString();
	}

	@Test
	void aStreamWithoutAWindowGivesItsPlaceBack() throws IOException {
		try (WindowlessClient client = new WindowlessClient(this.port)) {
			client.get("/spin");
			await().until(() -> this.meters.open() == 1);
			await().atMost(Duration.ofSeconds(30)).until(() -> this.meters.open() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/spinner.css", "/styles", "/spin?style=none", "/nowhere", "/" })
	void aStreamWithoutAWindowIsResetWhateverItAskedFor(String path) throws IOException {
		try (WindowlessClient client = new WindowlessClient(this.port)) {
			client.get(path);
			client.get(path);
			client.awaitResets(2);
		}
	}

	@Test
	void malformedSettingsOfAnUpgradeAreLoggedInOneLineAtMost(CapturedOutput output) throws IOException {
		int before = output.getAll().length();
		try (RawClient client = RawClient.get(this.port, "/styles", "Connection: Upgrade, HTTP2-Settings",
				"Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAI")) {
			assertThat(client.isClosedWithin(1_000)).isIn(true, false);
		}
		assertThat(output.getAll().substring(before).lines()).hasSizeLessThanOrEqualTo(1);
	}

}
