package io.spinstream.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * RFC 9110, section 12.5.1.
 */
class AcceptedFormatTests {

	private static final String NONE_ADMITTED = "must admit one of text/event-stream, text/plain;charset=UTF-8, "
			+ "application/json";

	private static final String MALFORMED = "must be a list of at most 50 media types";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			*/*                                                           | sse
			text/*                                                        | sse
			application/*                                                 | json
			text/event-stream                                             | sse
			TEXT/Event-Stream                                             | sse
			text/plain                                                    | text
			text/plain;charset=UTF-8                                      | text
			application/json                                              | json
			# An absolute range of quality 0 excludes, the rest of the list notwithstanding.
			text/*;q=0, */*                                               | json
			text/event-stream;q=0, */*                                    | text
			text/event-stream;q=0, text/*                                 | text
			*/*, text/event-stream;q=0, text/plain;q=0                    | json
			application/json;q=0, */*                                     | sse
			*/*;q=0, application/json                                     | json
			# The more specific range gives the quality.
			text/plain;q=0.5, */*;q=0.1                                   | text
			text/*;q=0.3, text/event-stream;q=0.2, */*;q=0.1              | text
			text/*;q=0.9, text/event-stream;q=0.1, application/json;q=0.5 | text
			text/plain;q=0.5, text/event-stream                           | sse
			text/event-stream;q=0.1, text/plain;q=0.2                     | text
			application/json;q=0.001, image/png                           | json
			# Of one quality: the more specific range, then the first one.
			*/*, application/json                                         | json
			text/*, application/json                                      | json
			application/json, text/plain, */*                             | json
			text/plain, application/json                                  | text
			text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | sse
			text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8 | sse
			application/json ; q=0.5 , text/plain ; q=0.7                 | text
			application/json; q=1.0, text/plain; Q=0.9                    | json
			""")
	void isTheOneOfTheHighestQuality(String accept, String format) {
		assertThat(AcceptedFormat.of(headers(accept))).hasToString(format);
	}

	@Test
	void isThePreferredOneIfNothingIsSaid() {
		assertThat(AcceptedFormat.of(new HttpHeaders())).isEqualTo(Format.SSE);
		assertThat(AcceptedFormat.of(headers(""))).isEqualTo(Format.SSE);
	}

	@Test
	void regardsAllLinesOfTheHeaderAsOneList() {
		assertThat(AcceptedFormat.of(headers("text/plain;q=0.5", "application/json"))).isEqualTo(Format.JSON);
		assertThat(AcceptedFormat.of(headers("text/event-stream;q=0", "*/*"))).isEqualTo(Format.TEXT);
	}

	@Test
	void takesFiftyRangesAndNoMore() {
		List<String> ranges = List.of("image/png, ".repeat(49) + "text/plain", "image/png, ".repeat(50) + "text/plain");
		assertThat(AcceptedFormat.of(headers(ranges.get(0)))).isEqualTo(Format.TEXT);
		refuses(headers(ranges.get(1)), MALFORMED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "*/*;q=0", "text/*;q=0", "text/event-stream;q=0",
			"text/*;q=0, application/*;q=0, */*;q=0",
			"text/event-stream;q=0, text/plain;q=0, application/json;q=0, */*", "application/problem+json" })
	void refusesAListThatAdmitsNone(String accept) {
		refuses(headers(accept), NONE_ADMITTED);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "nonsense", "a/b/c", "text/", "/plain", "*/plain", "text/plain;q=2", "text/plain;q=x", "///" })
	void refusesAMalformedList(String accept) {
		refuses(headers(accept), MALFORMED);
		refuses(headers("text/plain", accept), MALFORMED);
	}

	private static void refuses(HttpHeaders headers, String rule) {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> AcceptedFormat.of(headers)).satisfies((refusal) -> {
			assertThat(refusal.getStatusCode()).isEqualTo(HttpStatus.NOT_ACCEPTABLE);
			assertThat(refusal.getBody().getDetail()).startsWith("Accept '").endsWith("': " + rule);
		});
	}

	private static HttpHeaders headers(String... lines) {
		HttpHeaders headers = new HttpHeaders();
		headers.addAll(HttpHeaders.ACCEPT, List.of(lines));
		return headers;
	}

}
