package io.spinstream.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several requests on one connection, pipelined or not: each response is complete and
 * belongs to its request.
 */
@Tag("contract")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spinstream.answer.delay=5ms")
class ReusedConnectionTests {

	private static final int REQUESTS = 12;

	private static final String LATER = "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT";

	private static final List<Exchange> EXCHANGES = List.of(new Exchange("GET", "/", 200, "<title>Spinstream"),
			new Exchange("GET", "/spinner.css", 200, "forced-colors"), new Exchange("GET", "/", 304, "", LATER),
			new Exchange("GET", "/lane.js", 304, "", LATER),
			new Exchange("GET", "/stream.js", 200, "", "Accept-Encoding: gzip"),
			new Exchange("GET", "/styles", 200, "\"simple-dots\""),
			new Exchange("GET", "/spin", 200, "\ndata: Answer: 42\n\n"),
			new Exchange("GET", "/spin?supervisor=threads", 200, "\ndata: Answer: 42\n\n"),
			new Exchange("GET", "/spin?format=text&supervisor=virtual-threads", 200, "Answer: 42\n"),
			new Exchange("GET", "/spin?format=json", 200, "{\"answer\":\"42\"}"),
			new Exchange("GET", "/spin?style=none", 400, "style 'none'"),
			new Exchange("GET", "/spin", 406, "image/png", "Accept: image/png"),
			new Exchange("GET", "/nothing", 404, "Not Found"),
			new Exchange("GET", "/spin?lastEventId=AAAAAAAAAAAAAAAAAAAAAA.done", 204, ""),
			new Exchange("HEAD", "/spin", 200, ""), new Exchange("HEAD", "/", 200, ""),
			new Exchange("HEAD", "/spin?style=none", 400, ""), new Exchange("OPTIONS", "/spin", 200, ""),
			new Exchange("GET", "/actuator/health", 200, "UP"));

	@LocalServerPort
	private int port;

	static IntStream seeds() {
		return IntStream.range(0, 60);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void answersConversationsInAnyOrder(int seed) throws IOException {
		Random random = new Random(seed);
		try (RawClient client = new RawClient(this.port)) {
			for (int asked = 0; asked < REQUESTS; asked += 2) {
				converse(client, random.nextBoolean(), random(random), random(random));
			}
		}
	}

	@Test
	void answersAfterEachPairOfRequests() throws IOException {
		for (Exchange first : EXCHANGES) {
			for (Exchange second : EXCHANGES) {
				try (RawClient client = new RawClient(this.port)) {
					converse(client, true, first, second);
					converse(client, false, first, second);
				}
			}
		}
	}

	private static void converse(RawClient client, boolean inOneSegment, Exchange first, Exchange second)
			throws IOException {
		List<String> requests = new ArrayList<>(List.of(first.request(), second.request()));
		if (inOneSegment) {
			client.send(String.join("", requests));
			first.check(client);
		}
		else {
			client.send(first.request());
			first.check(client);
			client.send(second.request());
		}
		second.check(client);
	}

	private static Exchange random(Random random) {
		return EXCHANGES.get(random.nextInt(EXCHANGES.size()));
	}

	/**
	 * A request, and the expected response.
	 *
	 * @param method the method
	 * @param target the request target
	 * @param status the status of the response
	 * @param content what the body contains, if it has one
	 * @param headers header lines of the request
	 */
	private record Exchange(String method, String target, int status, String content, String... headers) {

		String request() {
			return "%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(this.method, this.target,
					(this.headers.length > 0) ? this.headers[0] + "\r\n" : "");
		}

		void check(RawClient client) throws IOException {
			client.nextResponse(this.method.equals("GET"));
			assertThat(client.status()).as(request()).isEqualTo(this.status);
			assertThat(client.rest()).as(request()).contains(this.content);
		}

	}

}
