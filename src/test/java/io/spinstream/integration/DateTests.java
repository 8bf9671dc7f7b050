package io.spinstream.integration;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 9110, section 6.6.1: the date of every response.
 */
@SpinstreamTest
class DateTests {

	/** RFC 9110, section 5.6.7. */
	private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /spin                                            | 200
			GET /spin?format=text                                | 200
			HEAD /spin                                           | 200
			OPTIONS /spin                                        | 200
			GET /spin?lastEventId=AAAAAAAAAAAAAAAAAAAAAA.done    | 204
			GET /spin?style=none                                 | 400
			GET /spin?format=none                                | 400
			GET /a{b                                             | 400
			PUT /spin                                            | 405
			GET /                                                | 200
			HEAD /                                               | 200
			GET /spinner.css                                     | 200
			GET /styles                                          | 200
			GET /nowhere                                         | 404
			GET /actuator/health                                 | 200
			""")
	void everyResponseHasOneDate(String request, int status) throws IOException {
		isDated(request, "", status);
	}

	@ParameterizedTest
	@CsvSource({ "/", "/lane.js" })
	void soHasOneThatSendsNothingNew(String target) throws IOException {
		isDated("GET " + target, "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n", 304);
	}

	private void isDated(String request, String header, int status) throws IOException {
		ZonedDateTime before = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
		try (RawClient client = new RawClient(this.port)) {
			client.send("%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(request, header));
			assertThat(client.nextResponse(false).status()).isEqualTo(status);
			assertThat(ZonedDateTime.parse(client.header("Date"), IMF_FIXDATE)).isBetween(before,
					ZonedDateTime.now(ZoneOffset.UTC));
		}
	}

}
