package io.spinstream.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Fleet;
import io.spinstream.run.Run;
import io.spinstream.run.RunSettings;
import io.spinstream.run.Runs;
import io.spinstream.spinner.Update;
import io.spinstream.testing.TestSpinners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The HTTP API without a server, and with the plain writer.
 */
@WebFluxTest({ SpinController.class, CatalogueController.class })
@Import({ SpinControllerTests.Answers.class, SpinstreamConfiguration.class, SpinService.class, StreamPermits.class,
		StreamMeters.class, Supervisors.class, Styles.class, SpinRequestResolver.class })
class SpinControllerTests {

	private static final String DONE = "4nVb0mJ7Qm2hYl1sQ0eXxA.done";

	@Autowired
	private WebTestClient client;

	@Autowired
	private SpinService service;

	@ParameterizedTest
	@EnumSource
	void streamsEvents(SupervisorKind supervisor) {
		assertThat(body(get("/spin?supervisor=" + supervisor, 200, "text/event-stream")))
			.matches("retry: 1000\nid: (.{22})\nevent: spinner\ndata: spinner object: .*spin.*\n\n"
					+ "(data: \\| thinking!\n\n)?event: answer\nid: \\1\\.done\ndata: Answer: 42\n\n");
	}

	@ParameterizedTest
	@EnumSource
	void animatesATerminal(SupervisorKind supervisor) {
		assertThat(body(get("/spin?format=text&supervisor=" + supervisor, 200, "text/plain;charset=UTF-8")))
			.matches("spinner object: .*spin.*\n(\\| thinking!\b{11})? {11}\b{11}Answer: 42\n");
	}

	@ParameterizedTest
	@EnumSource
	void aClientThatLeavesAsSoonAsItKnowsItsRunFindsTheAnswer(SupervisorKind supervisor) {
		SpinRequest request = request(supervisor);
		Run run = this.service.run(request).block();
		Update first = this.service.stream(request, run).updates().apply(Schedulers.immediate()).blockFirst();
		assertThat(first).isInstanceOf(Update.Started.class);
		assertThat(body(get("/spin/" + run.name() + "?format=json", 200, "application/json")))
			.isEqualTo("{\"answer\":\"42\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&fails=FAILED" })
	void whoPrefersNotToWaitGets202AlsoIfTheAnswerComesAtOnce(String query) {
		WebTestClient.ResponseSpec response = this.client.get()
			.uri("/spin?format=json" + query)
			.header("Prefer", "respond-async")
			.exchange();
		response.expectStatus().isAccepted().expectHeader().exists("Location");
	}

	@Test
	void aStreamShowsTheProgressOfTheRunThatItsReaderJoins() {
		Fleet fleet = mock();
		given(fleet.find("elsewhere")).willReturn(Mono.fromSupplier(() -> new Fleet.Found.Running(mock(), "", false)));
		try (Runs runs = new Runs(mock(), new RunSettings(1, Duration.ZERO, Duration.ZERO, 0), Schedulers.immediate(),
				fleet)) {
			Run one = runs.findAnywhere("elsewhere").block();
			Run other = runs.findAnywhere("elsewhere").block();
			SpinStream stream = this.service.stream(request(SupervisorKind.REACTIVE), other);
			assertThat(one.join(2)).isTrue();
			assertThat(other.join(2)).isTrue();
			one.progress().tell("3 of 7 pages");
			assertThat(stream.progress().get()).isEqualTo("3 of 7 pages");
		}
	}

	private static SpinRequest request(SupervisorKind supervisor) {
		return new SpinRequest(TestSpinners.LINE, supervisor, Format.SSE, RunReference.seen("", true),
				new Preference(false, Optional.empty()), "", new AnswerRequest(Map.of()));
	}

	@Test
	void answersInJson() {
		assertThat(body(get("/spin?format=json", 200, "application/json"))).isEqualTo("{\"answer\":\"42\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sse", "text", "json" })
	void isNeitherStoredNorBuffered(String format) {
		WebTestClient.ResponseSpec response = this.client.get().uri("/spin?format=" + format).exchange();
		response.expectHeader().valueEquals("Cache-Control", "no-store");
		response.expectHeader().valueEquals("X-Accel-Buffering", "no");
		assertThat(body(response)).contains("42");
	}

	@ParameterizedTest
	@CsvSource({ "FAILED, 502, Bad Gateway", "UNREAD, 502, Bad Gateway", "TIMEOUT, 504, Gateway Timeout",
			"SHUTDOWN, 503, Service Unavailable" })
	void tellsAFailureInJsonByItsCause(Kind kind, int status, String title) {
		WebTestClient.ResponseSpec response = get("/spin?format=json&fails=" + kind, status,
				"application/problem+json");
		if (kind == Kind.SHUTDOWN) {
			response.expectHeader().valueEquals("Retry-After", "3");
		}
		else {
			response.expectHeader().doesNotExist("Retry-After");
		}
		assertThat(body(response))
			.isEqualTo("{\"detail\":\"no luck\",\"status\":%d,\"title\":\"%s\"}".formatted(status, title));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MOVED")
	void tellsAFailureInAStreamWhateverItsCause(Kind kind) {
		assertThat(body(get("/spin?fails=" + kind, 200, "text/event-stream")))
			.matches("(?s).*event: failure\nid: .{22}\\.done\ndata: no luck\n\n");
		assertThat(body(get("/spin?format=text&fails=" + kind, 200, "text/plain;charset=UTF-8")))
			.endsWith("Failed: no luck\n");
	}

	@ParameterizedTest
	@CsvSource({ "sse, text/event-stream", "text, text/plain;charset=UTF-8", "json, application/json" })
	void tellsWhoAsksForTheHeadWhatOthersWouldGet(String format, String type) {
		this.client.head()
			.uri("/spin?fails=FAILED&format=" + format)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Content-Type", type)
			.expectBody()
			.isEmpty();
		this.client.head().uri("/spin?style=none&format=" + format).exchange().expectStatus().isBadRequest();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD" })
	void tellsWhoHasSeenTheEndThatThereIsNothing(String name) {
		HttpMethod method = HttpMethod.valueOf(name);
		isEmpty(this.client.method(method).uri("/spin").header("Last-Event-ID", DONE));
		isEmpty(this.client.method(method).uri("/spin?lastEventId=" + DONE));
	}

	private static void isEmpty(WebTestClient.RequestHeadersSpec<?> request) {
		request.exchange().expectStatus().isNoContent().expectBody().isEmpty();
	}

	@Test
	void putsNoSupervisorBesideAnAnswerInJson() {
		await().until(() -> Answers.spinning().isEmpty());
		assertThat(body(get("/spin?format=json&supervisor=threads&watched=0", 200, "application/json")))
			.isEqualTo("{\"answer\":\"json of none; threads []\"}");
		assertThat(body(get("/spin?format=text&supervisor=threads&watched=2", 200, "text/plain;charset=UTF-8")))
			.endsWith("Answer: text of threads; threads [spin, supervisor]\n");
	}

	private WebTestClient.ResponseSpec get(String uri, int status, String type) {
		WebTestClient.ResponseSpec response = this.client.get().uri(uri).exchange();
		response.expectStatus().isEqualTo(status);
		response.expectHeader().valueEquals("Content-Type", type);
		return response;
	}

	private static String body(WebTestClient.ResponseSpec response) {
		return String.valueOf(response.expectBody(String.class).returnResult().getResponseBody());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Answers {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		AnswerSource answers(MeterRegistry meters) {
			return (request, progress) -> Mono.defer(() -> answer(request, meters));
		}

		private static Mono<Answer> answer(AnswerRequest request, MeterRegistry meters) {
			Map<String, String> parameters = request.parameters();
			if (parameters.containsKey("fails")) {
				return Mono.error(new AnswerException(Kind.valueOf(parameters.get("fails")), "no luck"));
			}
			return parameters.containsKey("watched") ? watched(Integer.parseInt(parameters.get("watched")), meters)
					: Mono.just(new Answer("42"));
		}

		/** The answer waits for the threads, since a supervisor starts after the work. */
		private static Mono<Answer> watched(int threads, MeterRegistry meters) {
			return Flux.interval(Duration.ofMillis(100))
				.map((tick) -> spinning())
				.filter((names) -> names.size() == threads)
				.map((names) -> new Answer(open(meters) + "; threads " + names))
				.next();
		}

		private static String open(MeterRegistry meters) {
			return meters.get("spinstream.streams.open")
				.gauges()
				.stream()
				.filter((gauge) -> gauge.value() > 0)
				.map(Gauge::getId)
				.map((id) -> id.getTag("format") + " of " + id.getTag("supervisor"))
				.collect(Collectors.joining(", "));
		}

		static List<String> spinning() {
			return Thread.getAllStackTraces()
				.keySet()
				.stream()
				.map(Thread::getName)
				.filter(List.of("spin", "supervisor")::contains)
				.sorted()
				.toList();
		}

	}

}
