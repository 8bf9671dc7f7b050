package io.spinstream.web;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * S10 and S11: what is refused, before any work.
 */
@Tag("contract")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spinstream.answer.delay=250ms", "spinstream.max-thread-streams=0" })
@AutoConfigureWebTestClient
class RefusalTests {

	private static final String STYLES = "line, dots, simple-dots, scrolling-dots, star, bounce, bar, pulse, grow, arc, "
			+ "arrow, clock, moon, earth";

	private static final String FORMATS = "must admit one of text/event-stream, text/plain;charset=UTF-8, application/json";

	private static final String MEDIA_TYPES = "must be a list of at most 50 media types";

	@Autowired
	private WebTestClient client;

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "style=nope; style 'nope': must be one of " + STYLES,
			"style=; style '': must be one of " + STYLES,
			"supervisor=magic; supervisor 'magic': must be one of threads, virtual-threads, reactive",
			"supervisor=THREADS; supervisor 'THREADS': must be one of threads, virtual-threads, reactive",
			"format=xml; format 'xml': must be one of sse, text, json",
			"message=; message '': must be 1 to 80 columns, without control, bidirectional or line-separating characters" })
	void namesTheParameterTheValueAndWhatIsAllowed(String query, String detail) {
		expectProblem(this.client.get().uri("/spin?" + query), HttpStatus.BAD_REQUEST, detail);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/event-stream", "text/plain", "application/json", "*/*", "nonsense" })
	void isAProblemWhateverTheClientTakes(String accept) {
		expectProblem(this.client.get().uri("/spin?format=xml").header("Accept", accept), HttpStatus.BAD_REQUEST,
				"format 'xml': must be one of sse, text, json");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/spin | image/png | " + FORMATS, "/spin | text/event-stream;q=0 | " + FORMATS,
					"/styles | image/png | must admit one of application/json", "/spin | a/b/c | " + MEDIA_TYPES,
					"/spin | text/event-stream;q=2 | " + MEDIA_TYPES,
					"/styles | a/b/c | must admit one of application/json" })
	void namesWhatCanBeAccepted(String path, String accept, String rule) {
		expectProblem(this.client.get().uri(path).header("Accept", accept), HttpStatus.NOT_ACCEPTABLE,
				"Accept '%s': %s".formatted(accept, rule));
	}

	@Test
	void shortensAValueThatIsTooLongToRepeat() {
		expectProblem(this.client.get().uri("/spin?style=" + "x".repeat(2_000)), HttpStatus.BAD_REQUEST,
				"style '" + "x".repeat(100) + "…': must be one of " + STYLES);
	}

	@Test
	void namesTheMethodsThatAreAllowed() {
		expectProblem(this.client.put().uri("/spin"), HttpStatus.METHOD_NOT_ALLOWED,
				"method 'PUT': must be one of GET, HEAD, POST")
			.expectHeader()
			.exists("Allow");
	}

	@Test
	void saysWhenToComeBack() {
		expectProblem(this.client.get().uri("/spin?supervisor=threads"), HttpStatus.SERVICE_UNAVAILABLE,
				"all 0 streams of the supervisor 'threads' are taken, try again soon or take another one")
			.expectHeader()
			.valueEquals("Retry-After", "3");
	}

	@Test
	void saysWhenToComeBackToThoseWhoOnlyAsk() {
		this.client.head()
			.uri("/spin?supervisor=threads")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectHeader()
			.valueEquals("Retry-After", "3")
			.expectBody()
			.isEmpty();
	}

	@Test
	void saysNothingAboutTheInsideOfWhatIsNotThere() {
		expectProblem(this.client.get().uri("/nothing/here"), HttpStatus.NOT_FOUND, "Not Found");
	}

	private static WebTestClient.ResponseSpec expectProblem(WebTestClient.RequestHeadersSpec<?> request,
			HttpStatus status, String detail) {
		WebTestClient.ResponseSpec response = request.exchange();
		response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody(ProblemDetail.class)
			.isEqualTo(problem(status, detail));
		return response;
	}

	private static ProblemDetail problem(HttpStatus status, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setTitle(status.getReasonPhrase());
		return problem;
	}

}
