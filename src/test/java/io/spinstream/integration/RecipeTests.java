package io.spinstream.integration;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spinstream.testing.ClientProgram;
import io.spinstream.testing.Proxy;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Recipes;
import io.spinstream.testing.Script;
import io.spinstream.testing.Tools;
import io.spinstream.testing.Upstream;
import org.assertj.core.api.InstanceOfAssertFactories;
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
import static org.assertj.core.api.Assertions.tuple;

/**
 * The recipes of {@code docs/recipes.md}, as they stand there.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.answer.headers=Authorization", "spring.test.metrics.export=true" })
class RecipeTests {

	private static final String COMPLETION = "{\"choices\": [{\"message\": {\"content\": \"Forty-two.\"}}]}";

	private static final int FRAMES_BEFORE_CUT = 5;

	private static final String QUESTION = "{\"question\":\"six times seven\"}";

	private static final Upstream upstream = new Upstream();

	private final List<String> lines = new CopyOnWriteArrayList<>();

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
			Process script = script(proxy.port());
			await().until(() -> upstream.requests().size() == 1 && proxy.connections() > 1);
			proxy.cut();
			awaitConnections(proxy, 1);
			proxy.restore();
			awaitConnections(proxy, 2);
			upstream.answer("42");
			assertThat(output(script)).isEqualTo("42");
			assertThat(script.waitFor()).isZero();
		}
		assertThat(upstream.requests()).hasSize(1);
	}

	@Test
	void aScriptPrintsTheReasonOfAFailure() throws Exception {
		upstream.answer("");
		Process script = script(this.port);
		assertThat(output(script))
			.isEqualTo("{\"detail\":\"the upstream answered with nothing\",\"status\":502,\"title\":\"Bad Gateway\"}");
		assertThat(script.waitFor()).isEqualTo(22);
	}

	@Test
	void aScriptAsksAgainAfterAnErrorPageOfItsProxy() throws Exception {
		Queue<Script> responses = new ConcurrentLinkedQueue<>(List.of(
				Script.send("HTTP/1.1 202 \r\nConnection: close\r\nLocation: /spin/x\r\nContent-Length: 0\r\n\r\n"),
				Script.response(502, "<h1>502 Bad Gateway</h1>"), Script.response(200, "{}"),
				Script.response(200, "42")));
		upstream.play((client) -> responses.remove().play(client));
		Process script = script(upstream.port());
		assertThat(output(script)).isEqualTo("42");
		assertThat(script.waitFor()).isZero();
	}

	private static Process script(int port) throws IOException {
		String code = Recipes.code("bash").replace("localhost:8000", "localhost:" + port).replace("wait=20", "wait=1");
		return new ProcessBuilder(Tools.find("bash"), "-c", code).redirectError(Redirect.DISCARD).start();
	}

	private static String output(Process script) throws IOException {
		return new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@Test
	void aReportTellsItsProgress() throws IOException {
		upstream.play(Script.send("HTTP/1.1 200 \r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\n"
				+ indented(Recipes.text().split("If it sends\n\n")[1].split("\n\nthe frames")[0]) + "\n\n"));
		assertThat(get("/spin?id=7&year=2026")).contains("event: answer\n")
			.endsWith("data: Answer: report /report/7?year=2026\n\n");
	}

	private static String indented(String code) {
		return code.replaceAll("(?m)^ {4}", "");
	}

	@Test
	void aLibraryAsksOnceThoughItsConnectionIsCut() throws Exception {
		try (Proxy proxy = new Proxy(this.port, (sent) -> sent.split("\n\n").length > FRAMES_BEFORE_CUT);
				ClientProgram _ = askByLibrary(proxy.port(), "/spin?id=7&year=2026")) {
			await().until(() -> this.lines.stream().filter((line) -> line.startsWith("spinner|")).count() == 2);
			upstream.answer("42");
			await().until(() -> this.lines.contains("end||closed"));
		}
		assertThat(this.lines).filteredOn((line) -> line.startsWith("answer|"))
			.singleElement(InstanceOfAssertFactories.STRING)
			.endsWith("|Answer: 42");
		assertThat(upstream.requests()).extracting(ReceivedRequest::line, ReceivedRequest::body)
			.containsExactly(tuple("POST /report/7?year=2026 HTTP/1.1", QUESTION));
	}

	@Test
	void aLibraryDoesNotAskAgainWhenItIsRefused() throws Exception {
		try (ClientProgram _ = askByLibrary(this.port, "/spin?id=7")) {
			await().until(() -> !this.lines.isEmpty());
		}
		assertThat(this.lines).containsExactly("end||" + get("/spin?id=7"));
	}

	private ClientProgram askByLibrary(int port, String target) throws Exception {
		return ClientProgram.node(this.lines::add, "fetch-event-source-recipe.mjs", "http://localhost:" + port + target,
				QUESTION, Recipes.code("javascript"));
	}

	private static void awaitConnections(Proxy proxy, int more) {
		int before = proxy.connections();
		await().until(() -> proxy.connections() >= before + more);
	}

}
