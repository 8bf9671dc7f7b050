package io.spinstream.web;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.spinstream.testing.SseJudge;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("contract")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "spinstream.answer.delay=250ms")
@AutoConfigureWebTestClient
class SpinTests {

	private static final String ID = "[A-Za-z0-9_-]{22}";

	@Autowired
	private WebTestClient client;

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@EnumSource
	void streamsTheSpinnerTheFramesAndTheAnswer_S1(SupervisorKind supervisor) {
		String body = get("/spin?supervisor=" + supervisor, "text/event-stream");
		assertThat(body)
			.matches("retry: 1000\nid: (" + ID + ")\nevent: spinner\ndata: spinner object: [^\n]*spin[^\n]*\n\n"
					+ "(data: [|/\\\\-] thinking!\n\n)+" + "event: answer\nid: \\1\\.done\ndata: Answer: 42\n\n");
		assertThat(frames(body)).isEqualTo(cycle(frames(body).size()));
	}

	private static List<String> frames(String body) {
		return body.lines().filter((line) -> line.endsWith(" thinking!")).toList();
	}

	private static List<String> cycle(int size) {
		return IntStream.range(0, size).mapToObj((i) -> "data: " + "|/-\\".charAt(i % 4) + " thinking!").toList();
	}

	@Test
	void isReadByAParserThatIsNotOurs() {
		List<String> events = SseJudge.read(URI.create("http://localhost:" + this.port + "/spin?style=simple-dots"));
		String run = events.getFirst().split("\\|")[1];
		assertThat(events.getFirst()).startsWith("spinner|" + run + "|spinner object: Subscription[#");
		assertThat(events.get(1)).isEqualTo("message|" + run + "|    thinking!");
		assertThat(events.getLast()).isEqualTo("answer|" + run + ".done|Answer: 42");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/event-stream", "*/*", "text/*", "text/html,application/xml;q=0.9,*/*;q=0.8",
			"text/plain;q=0.5,text/event-stream", "application/json;q=0,*/*" })
	void streamsEventsToWhoeverTakesThem(String accept) {
		this.client.get()
			.uri("/spin")
			.header("Accept", accept)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.expectBody(String.class)
			.value(endsWith("data: Answer: 42\n\n"));
	}

	@ParameterizedTest
	@CsvSource({ "sse, text/event-stream, '42\n\n'", "text, text/plain;charset=UTF-8, '42\n'",
			"json, application/json, '42\"}'" })
	void formatBeatsAccept(String format, String type, String end) {
		this.client.get()
			.uri("/spin?format={format}", format)
			.header("Accept", "image/png")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Content-Type", type)
			.expectBody(String.class)
			.value(endsWith(end));
	}

	@Test
	void sendsHeadersThatKeepTheStreamAlive_S8() {
		this.client.get()
			.uri("/spin")
			.header("Accept-Encoding", "gzip")
			.exchange()
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectHeader()
			.valueEquals("X-Accel-Buffering", "no")
			.expectHeader()
			.doesNotExist("Content-Length")
			.expectHeader()
			.doesNotExist("Content-Encoding")
			.expectHeader()
			.doesNotExist("ETag")
			.expectBody(String.class)
			.value(endsWith("data: Answer: 42\n\n"));
	}

	@ParameterizedTest
	@EnumSource
	void animatesATerminal(SupervisorKind supervisor) {
		String back = "\b".repeat(11);
		assertThat(get("/spin?supervisor=" + supervisor, "text/plain")).matches("spinner object: [^\n]*spin[^\n]*\n"
				+ "([|/\\\\-] thinking!" + back + ")+" + " ".repeat(11) + back + "Answer: 42\n");
	}

	@Test
	void answersAScriptInJson() {
		assertThat(get("/spin", "application/json")).isEqualTo("{\"answer\":\"42\"}");
	}

	@Test
	void showsTheMessageInAnyScript() {
		assertThat(get("/spin?style=moon&message=思考中", "text/event-stream")).contains("data: 🌑 思考中\n\n");
	}

	@Test
	void listsTheStylesInTheOrderOfTheConfiguration() {
		assertThat(get("/styles", "application/json"))
			.startsWith("[{\"name\":\"line\",\"interval\":100,\"frames\":[\"|\",\"/\",\"-\",\"\\\\\"]},"
					+ "{\"name\":\"dots\",\"interval\":80,");
	}

	@Test
	void answersHeadAndOptionsWithoutARun_S10() {
		this.client.head().uri("/spin").exchange().expectStatus().isOk().expectBody().isEmpty();
		this.client.options()
			.uri("/spin")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.exists("Allow")
			.expectBody()
			.isEmpty();
	}

	@Test
	void stopsAClientThatHasSeenTheEnd_S9() {
		this.client.get()
			.uri("/spin")
			.header("Last-Event-ID", "4nVb0mJ7Qm2hYl1sQ0eXxA.done")
			.exchange()
			.expectStatus()
			.isNoContent()
			.expectBody()
			.isEmpty();
	}

	private static Consumer<@Nullable String> endsWith(String end) {
		return (body) -> assertThat(body).endsWith(end);
	}

	private String get(String uri, String accept) {
		return this.client.get()
			.uri(uri)
			.header("Accept", accept)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

}
