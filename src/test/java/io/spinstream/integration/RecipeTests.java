package io.spinstream.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.spinstream.testing.Proxy;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Recipes;
import io.spinstream.testing.Script;
import io.spinstream.testing.Tools;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipes of {@code docs/recipes.md}, as they stand there.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.answer.headers=Authorization", "spring.test.metrics.export=true" })
class RecipeTests {

	private static final String COMPLETION = "{\"choices\": [{\"message\": {\"content\": \"Forty-two.\"}}]}";

	private static final Upstream upstream = new Upstream();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry properties) {
		properties.add("spinstream.answer.url",
				() -> "http://localhost:%d/report/{id}?year={year}".formatted(upstream.port()));
	}

	@AfterAll
	static void close() {
		upstream.close();
	}

	@BeforeEach
	void hold() {
		upstream.hold();
	}

	@Test
	void aReportHasAnId() throws IOException {
		upstream.answer("report /report/7?year=2026");
		assertThat(Recipes.text()).contains(get("/spin?id=7&year=2026&format=json"), get("/spin?id=7&format=json"));
		assertThat(get("/spin?id=../secret&year=2026&format=json")).contains("\"status\":400");
		get("/spin?id=a%20b/c&year=2026&format=json");
		assertThat(upstream.requests()).extracting(ReceivedRequest::line)
			.containsExactly("GET /report/7?year=2026 HTTP/1.1", "GET /report/a%20b%2Fc?year=2026 HTTP/1.1");
	}

	private String get(String target) throws IOException {
		try (RawClient client = RawClient.get(this.port, target)) {
			return client.rest();
		}
	}

	@Test
	void aModelGetsTheQuestionAndItsJsonIsTheAnswer() throws IOException {
		upstream.play(Script.send("HTTP/1.1 200 \r\nConnection: close\r\nContent-Type: application/json\r\n"
				+ "Content-Length: %d\r\n\r\n%s".formatted(COMPLETION.length(), COMPLETION)));
		String question = Recipes.code("json");
		assertThat(ask(question)).isEqualTo("{\"answer\":" + COMPLETION + "}");
		ReceivedRequest asked = upstream.requests().getFirst();
		assertThat(asked.body()).isEqualTo(question);
		assertThat(asked.headers()).containsEntry("Content-Type", "application/json")
			.containsEntry("Authorization", "Bearer key");
	}

	@Test
	void theLastEventOfAModelsOwnStreamWouldBeTheAnswer() throws IOException {
		upstream.play(Script.send("HTTP/1.1 200 \r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\n"
				+ "data: {\"choices\": []}\n\ndata: [DONE]\n\n"));
		assertThat(ask(Recipes.code("json").replace("false", "true"))).isEqualTo("{\"answer\":\"[DONE]\"}");
	}

	private String ask(String question) throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send("POST /spin?id=7&year=2026 HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
					+ "Authorization: Bearer key\r\nContent-Type: application/json\r\nContent-Length: "
					+ question.length() + "\r\n\r\n" + question);
			return client.rest();
		}
	}

	@Test
	void aScriptGetsItsAnswerThoughItsConnectionsAreCut() throws Exception {
		try (Proxy proxy = new Proxy(this.port)) {
			Process script = new ProcessBuilder(Tools.find("bash"), "-c",
					Recipes.code("bash")
						.replace("localhost:8000", "localhost:" + proxy.port())
						.replace("wait=20", "wait=1"))
				.start();
			await().until(() -> upstream.requests().size() == 1 && proxy.connections() > 1);
			proxy.cut();
			awaitConnections(proxy, 1);
			proxy.restore();
			awaitConnections(proxy, 2);
			upstream.answer("42");
			assertThat(new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("42");
			assertThat(script.waitFor()).isZero();
		}
		assertThat(upstream.requests()).hasSize(1);
	}

	private static void awaitConnections(Proxy proxy, int more) {
		int before = proxy.connections();
		await().until(() -> proxy.connections() >= before + more);
	}

}
