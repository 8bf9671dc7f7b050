package io.spinstream.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.spinstream.testing.ClientProgram;
import io.spinstream.testing.Proxy;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Script;
import io.spinstream.testing.Tools;
import io.spinstream.testing.Upstream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.reactive.function.client.WebClient;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that others wrote, in front of the whole service and an upstream that tells its
 * progress.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.style=fast", "spinstream.styles.fast.interval=20ms",
				"spinstream.styles.fast.frames=a,b,c", "spring.test.metrics.export=true" })
class ForeignClientsTests {

	private static final String BODY = "{\"question\":\"six times seven, größer\"}";

	private static final String TOLD = "3 of 7 pages";

	private static final int FRAMES_BEFORE_CUT = 10;

	private static final Upstream upstream = new Upstream();

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final CountDownLatch answered = new CountDownLatch(1);

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry properties) {
		properties.add("spinstream.answer.url", () -> "http://localhost:%d/work".formatted(upstream.port()));
	}

	@AfterAll
	static void close() {
		upstream.close();
	}

	@BeforeEach
	void hold() {
		upstream.hold();
	}

	@AfterEach
	void release() {
		this.answered.countDown();
	}

	@ParameterizedTest
	@EnumSource
	void readEachEventOnceAndBeginNoOtherRun(Client client) throws Exception {
		try (AutoCloseable _ = client.read(url(this.port), null, this.lines::add)) {
			tellProgress();
			this.answered.countDown();
			awaitEnd();
		}
		assertThat(seen()).containsExactly("spinner", "message thinking!", "progress " + TOLD, "message " + TOLD,
				"answer Answer: 42", client.end);
		assertThat(requests()).containsExactly("GET /work ");
	}

	@ParameterizedTest
	@EnumSource
	void goOnWithTheSameRunWhenTheirConnectionIsCut(Client client) throws Exception {
		try (Proxy proxy = new Proxy(this.port, ForeignClientsTests::isLate);
				AutoCloseable _ = client.read(url(proxy.port()), null, this.lines::add)) {
			tellProgress();
			awaitSecondConnection(proxy);
			this.answered.countDown();
			awaitEnd();
		}
		assertThat(seen()).containsExactly("spinner", "message thinking!", "progress " + TOLD, "message " + TOLD,
				"spinner", "progress " + TOLD, "message " + TOLD, "answer Answer: 42", client.end);
		assertThat(runs()).hasSize(1);
		assertThat(requests()).containsExactly("GET /work ");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EVENTSOURCE")
	void postABodyThatIsAskedOnceThoughTheirConnectionIsCut(Client client) throws Exception {
		try (Proxy proxy = new Proxy(this.port, ForeignClientsTests::isLate);
				AutoCloseable _ = client.read(url(proxy.port()), BODY, this.lines::add)) {
			tellProgress();
			awaitSecondConnection(proxy);
			this.answered.countDown();
			awaitEnd();
		}
		assertThat(seen()).endsWith("answer Answer: 42", client.end).containsOnlyOnce("answer Answer: 42");
		assertThat(runs()).hasSize(1);
		assertThat(requests()).containsExactly("POST /work " + BODY);
		assertThat(upstream.requests().getFirst().headers()).containsEntry("Content-Type", "application/json");
	}

	@Test
	void curlPostsAFileAndShowsTheWireAsItIs() throws Exception {
		Process curl = new ProcessBuilder(Tools.find("curl"), "-sN", "-H", "Content-Type: application/json",
				"--data-binary", BODY, url(this.port))
			.start();
		Thread.startVirtualThread(() -> curl.inputReader().lines().forEach(this.lines::add));
		await().until(() -> this.lines.contains("data: a thinking!"));
		upstream.play(progressThenAnswer());
		await().until(() -> this.lines.contains("data: a " + TOLD));
		this.answered.countDown();
		assertThat(curl.waitFor()).isZero();
		await().until(() -> this.lines.contains("data: Answer: 42") && this.lines.getLast().isEmpty());
		assertThat(String.join("\n", this.lines)).matches("(?s)retry: 1000\nid: (.{22})\nevent: spinner\n"
				+ "data: spinner object: .*\n\n(data: [abc] thinking!\n\n)+event: progress\ndata: " + TOLD
				+ "\n\n(data: [abc] " + TOLD + "\n\n)+event: answer\nid: \\1\\.done\ndata: Answer: 42\n");
		assertThat(requests()).containsExactly("POST /work " + BODY);
	}

	private static String url(int port) {
		return "http://localhost:" + port + "/spin";
	}

	/** Whether some frames with the progress have been sent. */
	private static boolean isLate(String sent) {
		return sent.split(TOLD + "\n\n", -1).length > FRAMES_BEFORE_CUT;
	}

	private void tellProgress() {
		await().until(() -> seen().contains("message thinking!") && upstream.requests().size() == 1);
		upstream.play(progressThenAnswer());
		await().until(() -> seen().contains("message " + TOLD));
	}

	private Script progressThenAnswer() {
		return Script
			.send("HTTP/1.1 200 \r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\n"
					+ "event: progress\ndata: " + TOLD + "\n\n")
			.then((client) -> this.answered.await())
			.then(Script.send("event: answer\ndata: 42\n\n"));
	}

	private void awaitSecondConnection(Proxy proxy) {
		await().until(() -> proxy.connections() == 2 && seen().lastIndexOf("spinner") > 0
				&& seen().getLast().equals("message " + TOLD));
	}

	private void awaitEnd() {
		await().until(() -> !this.lines.isEmpty() && this.lines.getLast().startsWith("end|"));
	}

	/** What the client has seen, without the frames of the style, and each thing once. */
	private List<String> seen() {
		List<String> seen = new ArrayList<>();
		for (String line : this.lines) {
			String[] event = line.split("\\|", 3);
			String text = event[0].equals("spinner") ? event[0]
					: event[0] + " " + (event[0].equals("message") ? event[2].substring("a ".length()) : event[2]);
			if (seen.isEmpty() || !seen.getLast().equals(text)) {
				seen.add(text);
			}
		}
		return seen;
	}

	private List<String> runs() {
		return this.lines.stream()
			.filter((line) -> line.startsWith("spinner|"))
			.map((line) -> line.split("\\|")[1])
			.distinct()
			.toList();
	}

	private static List<String> requests() {
		return upstream.requests().stream().map(ForeignClientsTests::asked).toList();
	}

	private static String asked(ReceivedRequest request) {
		return request.line().replace("HTTP/1.1", "") + request.body();
	}

	/**
	 * Clients that reconnect by themselves, or by the few lines that their documentation
	 * asks for.
	 */
	enum Client {

		EVENTSOURCE("end 204") {
			@Override
			AutoCloseable read(String url, @Nullable String body, Consumer<String> lines) throws Exception {
				return ClientProgram.node(lines, "eventsource.mjs", url);
			}
		},

		FETCH_EVENT_SOURCE("end closed") {
			@Override
			AutoCloseable read(String url, @Nullable String body, Consumer<String> lines) throws Exception {
				return ClientProgram.node(lines, "fetch-event-source.mjs", url, (body != null) ? body : "");
			}
		},

		HTTPX_SSE("end 204") {
			@Override
			AutoCloseable read(String url, @Nullable String body, Consumer<String> lines) throws Exception {
				return (body != null) ? ClientProgram.python(lines, "httpx_sse_client.py", url, body)
						: ClientProgram.python(lines, "httpx_sse_client.py", url);
			}
		},

		WEB_CLIENT("end complete") {
			@Override
			AutoCloseable read(String url, @Nullable String body, Consumer<String> lines) {
				AtomicReference<String> last = new AtomicReference<>("");
				Disposable reading = Flux.defer(() -> events(url, body, last.get()))
					.doOnNext((event) -> last.set((event.id() != null) ? event.id() : last.get()))
					.retryWhen(Retry.indefinitely())
					.subscribe(
							(event) -> lines.accept("%s|%s|%s".formatted(
									(event.event() != null) ? event.event() : "message", event.id(), event.data())),
							(failure) -> lines.accept("end||" + failure), () -> lines.accept("end||complete"));
				return reading::dispose;
			}
		};

		private final String end;

		Client(String end) {
			this.end = end;
		}

		abstract AutoCloseable read(String url, @Nullable String body, Consumer<String> lines) throws Exception;

		private static Flux<ServerSentEvent<String>> events(String url, @Nullable String body, String lastId) {
			WebClient.RequestBodySpec request = WebClient.create(url)
				.method((body != null) ? HttpMethod.POST : HttpMethod.GET)
				.header("Last-Event-ID", lastId);
			return ((body != null) ? request.contentType(MediaType.APPLICATION_JSON).bodyValue(body) : request)
				.retrieve()
				.bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {
				});
		}

	}

}
