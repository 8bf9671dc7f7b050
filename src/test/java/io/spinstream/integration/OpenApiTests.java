package io.spinstream.integration;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.atlassian.oai.validator.model.SimpleResponse;
import io.spinstream.render.SseRenderer;
import io.spinstream.render.TerminalRenderer;
import io.spinstream.render.UpdateRenderer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.TestSpinners;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The description of the API in {@code openapi.yaml}, compared with what the service
 * does.
 */
@SpinstreamTest
@TestPropertySource(properties = { "spinstream.max-streams=3", "spinstream.max-streams-per-client=4" })
class OpenApiTests extends ServiceTest {

	private static final String ACCEPT_NOTHING = "Accept: image/png";

	private static final String FOREIGN = "Sec-Fetch-Site: cross-site";

	private static final String SEEN = "Last-Event-ID: 4nVb0mJ7Qm2hYl1sQ0eXxA.done";

	private static final String ASYNC = "Prefer: respond-async";

	private static final Update ANSWER = new Update.Answer("42");

	@Autowired
	@Qualifier("requestMappingHandlerMapping")
	private RequestMappingHandlerMapping mappings;

	private ApiDescription description;

	@BeforeEach
	void read() throws IOException {
		try (RawClient client = RawClient.get(this.port, "/openapi.yaml")) {
			assertThat(client.header("Content-Type")).isEqualTo("application/yaml");
			this.description = new ApiDescription(client.rest());
		}
	}

	@Test
	void itHasThePathsAndMethodsOfTheService() throws IOException {
		Map<String, Set<String>> methods = this.description.methods();
		assertThat(methods).isEqualTo(mapped());
		for (String path : methods.keySet()) {
			try (RawClient client = send("PUT", path.replace("{run}", "x"))) {
				assertThat(client.status()).isEqualTo(405);
				assertThat(withHead(Set.of(client.header("Allow").split(",")))).isEqualTo(methods.get(path));
			}
		}
	}

	/** Spring serves HEAD where it serves GET. */
	private Map<String, Set<String>> mapped() {
		Map<String, Set<String>> mapped = new TreeMap<>();
		this.mappings.getHandlerMethods().forEach((mapping, method) -> {
			if (method.getBeanType().getPackageName().startsWith("io.spinstream")) {
				mapping.getDirectPaths().forEach((path) -> add(mapping, path, mapped));
				mapping.getPatternsCondition()
					.getPatterns()
					.forEach((pattern) -> add(mapping, pattern.getPatternString(), mapped));
			}
		});
		return mapped;
	}

	private static void add(RequestMappingInfo mapping, String path, Map<String, Set<String>> mapped) {
		mapped.computeIfAbsent(path, (same) -> new TreeSet<>())
			.addAll(withHead(mapping.getMethodsCondition().getMethods().stream().map(RequestMethod::name).toList()));
	}

	private static Set<String> withHead(Collection<String> methods) {
		Set<String> all = new TreeSet<>(methods);
		if (all.contains("GET")) {
			all.add("HEAD");
		}
		return all;
	}

	@Test
	void itsParametersMeanSomething() throws IOException {
		for (Parameter parameter : this.description.parameters()) {
			if (parameter.getIn().equals("query") && parameter.getSchema().getEnum() != null) {
				for (Object value : parameter.getSchema().getEnum()) {
					respond(200, "HEAD", "/spin?" + parameter.getName() + "=" + value);
				}
				respond(400, "HEAD", "/spin?" + parameter.getName() + "=other");
			}
		}
		assertThat(this.description.parameters()).extracting(Parameter::getName)
			.contains("message", "style", "supervisor", "format", "lastEventId", "Last-Event-ID", "Prefer");
	}

	@Test
	void itsExamplesAreValid() {
		this.description.responses().forEach((name, response) -> {
			if (response.getContent() != null) {
				response.getContent()
					.forEach((type, content) -> judgeExample(name, response, type, content.getExample()));
			}
		});
	}

	private void judgeExample(String name, ApiResponse response, String type, Object example) {
		assertThat(example).as(name).isNotNull();
		String[] parts = name.split(" ");
		SimpleResponse.Builder built = SimpleResponse.Builder.status(Integer.parseInt(parts[2]))
			.withContentType(type.equals("*/*") ? "text/plain" : type);
		if (response.getHeaders() != null) {
			response.getHeaders().keySet().forEach((header) -> built.withHeader(header, headerExample(header)));
		}
		this.description.judge(parts[0], parts[1].replace("{run}", "x"), built,
				(example instanceof String text) ? text : Json31.pretty(example));
	}

	private static String headerExample(String header) {
		return switch (header) {
			case "Cache-Control" -> "no-store";
			case "Retry-After" -> "1";
			default -> "/spin/x";
		};
	}

	@Test
	void itsExamplesOfStreamsAreByteForByteAsTheyCome() {
		Spinner told = TestSpinners.LINE.showing("3 of 7 pages");
		ApiResponse stream = this.description.responses().get("GET /spin 200");
		assertThat(stream.getContent().get("text/event-stream").getExample())
			.isEqualTo(begin(new SseRenderer(), new Update.Progress("3 of 7 pages"))
					+ render(new SseRenderer(), told, told.frame(1), ANSWER));
		assertThat(stream.getContent().get("text/plain").getExample())
			.isEqualTo(begin(new TerminalRenderer()) + render(new TerminalRenderer(), TestSpinners.LINE, ANSWER));
	}

	private static String begin(UpdateRenderer renderer, Update... more) {
		return render(renderer, TestSpinners.LINE, new Update.Started("Thread[#42,spin,5,main]"),
				TestSpinners.LINE.frame(0)) + render(renderer, TestSpinners.LINE, more);
	}

	private static String render(UpdateRenderer renderer, Spinner spinner, Update... updates) {
		return Arrays.stream(updates)
			.map((update) -> renderer.render(update, spinner, "4nVb0mJ7Qm2hYl1sQ0eXxA"))
			.collect(Collectors.joining());
	}

	@Test
	void itHasEveryResponseThatComesAndNoOther() throws IOException {
		catalogue();
		streams();
		joinedStreams();
		later();
		failures();
		refusals();
		noPlaces();
		noPlacesForTheClient();
		respond(408, "POST", "/spin", "Content-Length: 100");
		assertThat(this.description.judged()).isEqualTo(this.description.responses().keySet());
	}

	private void catalogue() throws IOException {
		for (String method : List.of("GET", "HEAD")) {
			for (String path : List.of("/styles", "/form")) {
				respond(200, method, path);
				respond(406, method, path, ACCEPT_NOTHING);
			}
		}
	}

	private void streams() throws IOException {
		for (String method : List.of("GET", "POST")) {
			for (String format : List.of("sse", "text", "json")) {
				String target = "/spin?format=" + format;
				RawClient client = begin(method, target);
				this.answers.tell("42");
				judge(200, method, target, client);
			}
		}
		respond(200, "HEAD", "/spin");
	}

	private void joinedStreams() throws IOException {
		String run = run();
		respond(202, "GET", run + "/answer");
		respond(202, "HEAD", run + "/answer");
		respond(200, "HEAD", run);
		this.answers.tell("42");
		for (String format : List.of("sse", "text", "json")) {
			respond(200, "GET", run + "?format=" + format);
		}
		respond(200, "GET", run + "/answer");
		respond(200, "HEAD", run + "/answer");
		respond(204, "DELETE", run);
		end();
	}

	private void later() throws IOException {
		respond(202, "HEAD", "/spin", ASYNC);
		respond(202, "GET", "/spin", ASYNC);
		respond(202, "POST", "/spin", ASYNC);
		String run = run();
		respond(202, "GET", run, ASYNC);
		respond(202, "HEAD", run, ASYNC);
		for (String method : List.of("GET", "HEAD")) {
			respond(204, method, "/spin/4nVb0mJ7Qm2hYl1sQ0eXxA", SEEN);
		}
		for (String method : List.of("GET", "HEAD", "POST")) {
			respond(204, method, "/spin", SEEN);
		}
		end();
	}

	private void failures() throws IOException {
		Map<Integer, Kind> kinds = Map.of(502, Kind.FAILED, 503, Kind.SHUTDOWN, 504, Kind.TIMEOUT);
		for (Map.Entry<Integer, Kind> kind : kinds.entrySet()) {
			for (String method : List.of("GET", "POST")) {
				RawClient client = begin(method, "/spin?format=json");
				this.answers.fail(new AnswerException(kind.getValue(), "a reason"));
				judge(kind.getKey(), method, "/spin?format=json", client);
			}
			String run = run();
			this.answers.fail(new AnswerException(kind.getValue(), "a reason"));
			endsAs(kind.getKey(), run);
			end();
		}
		String run = run();
		respond(204, "DELETE", run);
		endsAs(410, run);
		for (String method : List.of("GET", "POST")) {
			respond(410, method, "/spin?format=json", "Last-Event-ID: " + run.substring("/spin/".length()));
		}
		end();
	}

	private void endsAs(int status, String run) throws IOException {
		respond(status, "GET", run + "?format=json");
		respond(status, "HEAD", run + "?format=json");
		respond(status, "GET", run + "/answer");
		respond(status, "HEAD", run + "/answer");
	}

	private void refusals() throws IOException {
		for (String method : List.of("GET", "HEAD", "POST")) {
			respond(400, method, "/spin?format=nope");
			respond(403, method, "/spin", FOREIGN);
			respond(406, method, "/spin", ACCEPT_NOTHING);
		}
		for (String method : List.of("GET", "HEAD")) {
			respond(400, method, "/spin/x?format=nope");
			respond(404, method, "/spin/x");
			respond(406, method, "/spin/x", ACCEPT_NOTHING);
			respond(404, method, "/spin/x/answer");
		}
		respond(403, "DELETE", "/spin/x", FOREIGN);
		respond(404, "DELETE", "/spin/x");
		respond(404, "POST", "/spin", "Last-Event-ID: x");
		respond(413, "POST", "/spin", "Content-Length: 1000000");
	}

	private void noPlaces() throws IOException {
		String run = run();
		keep(send("GET", run));
		keep(send("GET", run));
		refused(503, run);
	}

	private void noPlacesForTheClient() throws IOException {
		String run = run();
		keep(send("GET", run));
		respond(202, "GET", "/spin", ASYNC);
		respond(202, "GET", "/spin", ASYNC);
		refused(429, run);
	}

	private void refused(int status, String run) throws IOException {
		for (String method : List.of("GET", "HEAD", "POST")) {
			respond(status, method, "/spin");
		}
		respond(status, "GET", run);
		respond(status, "HEAD", run);
		end();
	}

	/** Ends all runs and streams. */
	private void end() throws IOException {
		this.answers.tell("42");
		for (RawClient client : this.clients) {
			client.rest();
			client.close();
		}
		this.clients.clear();
		await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
	}

	/** Begins a run that has a reader. */
	private String run() throws IOException {
		RawClient client = keep(begin("GET", "/spin"));
		return client.header("Content-Location");
	}

	private RawClient keep(RawClient client) throws IOException {
		assertThat(client.event()).contains("event: spinner");
		this.clients.add(client);
		return client;
	}

	private RawClient begin(String method, String target) {
		int before = this.answers.begun();
		RawClient client = send(method, target);
		await().until(() -> this.answers.begun() > before);
		return client;
	}

	private void respond(int status, String method, String target, String... headers) throws IOException {
		judge(status, method, target, send(method, target, headers));
	}

	private void judge(int status, String method, String target, RawClient client) throws IOException {
		try (client) {
			if (method.equals("HEAD")) {
				client.nextResponse(false);
			}
			assertThat(client.status()).as(method + " " + target).isEqualTo(status);
			this.description.judge(method, target, client);
		}
	}

	private RawClient send(String method, String target, String... headers) {
		return RawClient.request(this.port, method, target, headers);
	}

}
