package io.spinstream.integration;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.spinstream.testing.HostileText;
import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hostile texts in each part of a request, and as answers. The system property
 * {@code hostile.seed} sets the seed of the random ones.
 */
@Tag("contract")
@SpinstreamTest
class HostileInputTests extends ServiceTest {

	private static final List<String> TEXTS = HostileText.generate(Long.getLong("hostile.seed", 42), 200);

	private static final Set<String> HEADERS = Set.of("content-type", "content-length", "date", "transfer-encoding",
			"cache-control", "x-accel-buffering", "content-security-policy", "x-content-type-options",
			"referrer-policy", "x-frame-options", "vary", "connection", "allow", "retry-after", "content-location");

	private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]";

	private static final String STARTED = "retry: 1000\nid: [A-Za-z0-9_-]{22}\nevent: spinner\n"
			+ "data: spinner object: Subscription\\[#\\d+,spin\\]\n\n";

	@DisplayName("What a request says forges nothing and breaks nothing (S5, S9, S11)")
	@EnumSource
	@ParameterizedTest
	void requests(Position position) throws IOException {
		for (String text : TEXTS) {
			try (RawClient client = new RawClient(this.port)) {
				client.sendUnlessClosed(position.request.apply(text));
				check(client, HostileText.percentEncoded(text), position.message(text));
			}
		}
		System.out.printf("hostile texts: %d in position %s%n", TEXTS.size(), position);
	}

	private static void check(RawClient client, String text, String message) throws IOException {
		assertThat(client.status()).isIn(200, 204, 400, 403, 406, 413, 414, 431);
		assertThat(client.headerNames()).isSubsetOf(HEADERS);
		if (client.status() == 200) {
			assertThat(client.event()).matches(STARTED);
			assertThat(client.event()).as(text).isEqualTo("data: a " + message + "\n\n");
			assertThat(message).as(text).doesNotContainPattern(UNPRINTABLE);
		}
		else if (!client.header("Content-Length").equals("0") && client.status() != 204) {
			assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(client.rest()).startsWith("{\"detail\":\"")
				.endsWith("\"}")
				.doesNotContainPattern(UNPRINTABLE)
				.hasSizeLessThan(1000);
		}
	}

	@Test
	@DisplayName("What an answer says forges no event and no field (S2, S5)")
	void answersAsEvents() throws IOException {
		for (String text : TEXTS) {
			String[] events = answered("sse", text).split("\n\n", -1);
			assertThat(events[0] + "\n\n").matches(STARTED);
			assertThat(List.of(events).subList(1, events.length - 2))
				.allMatch((frame) -> frame.matches("data: [abc] thinking!"));
			String last = events[events.length - 2];
			assertThat(last).startsWith("event: answer\nid: ");
			assertThat(last.lines().skip(2)).allMatch((line) -> line.startsWith("data: "));
			assertThat(last.lines().skip(2).map((line) -> line.substring(6)).collect(Collectors.joining("\n")))
				.isEqualTo("Answer: " + wellFormed(text.replaceAll("\r\n|\r", "\n")));
			assertThat(events[events.length - 1]).isEmpty();
		}
	}

	@Test
	void answersReachNoTerminalAsAnythingButText() throws IOException {
		for (String text : TEXTS) {
			String end = answered("text", text).replaceFirst("(?s).*\b +\b+Answer: ", "");
			assertThat(end).endsWith("\n").doesNotContainPattern(UNPRINTABLE.replace("]", "&&[^\n\t]]"));
			assertThat(end.codePointCount(0, end.length()) - 1)
				.isEqualTo(text.replace("\r\n", "\n").codePoints().count());
		}
	}

	@Test
	void answersAreJson() throws IOException {
		JsonMapper mapper = new JsonMapper();
		for (String text : TEXTS) {
			String body = answered("json", text);
			assertThat(wellFormed(mapper.readTree(body).get("answer").asString())).isEqualTo(wellFormed(text));
			assertThat(body).doesNotContainPattern("[\\x00-\\x1F]");
		}
	}

	private String answered(String format, String text) throws IOException {
		int before = this.answers.begun();
		try (RawClient client = RawClient.get(this.port, "/spin?format=" + format)) {
			await().until(() -> this.answers.begun() > before);
			this.answers.tell(text);
			assertThat(client.status()).isEqualTo(200);
			return client.rest();
		}
	}

	private static String wellFormed(String text) {
		return text.codePoints()
			.map((codePoint) -> (Character.getType(codePoint) == Character.SURROGATE) ? '?' : codePoint)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private enum Position {

		MESSAGE((text) -> query("message", text)), STYLE((text) -> query("style", text)),
		SUPERVISOR((text) -> query("supervisor", text)), FORMAT((text) -> query("format", text)),
		LAST_EVENT_ID_PARAMETER((text) -> query("lastEventId", text)),
		PARAMETER_NAME((text) -> get("/spin?" + HostileText.percentEncoded(text) + "=x", "")),
		LAST_EVENT_ID((text) -> get("/spin", "Last-Event-ID: " + HostileText.raw(text) + "\r\n")),
		LAST_EVENT_ID_THRICE((text) -> get("/spin", ("Last-Event-ID: " + HostileText.raw(text) + "\r\n").repeat(3))),
		ACCEPT((text) -> get("/spin", "Accept: " + HostileText.raw(text) + "\r\n")),
		ORIGIN((text) -> get("/spin", "Origin: " + HostileText.raw(text) + "\r\n")),
		UNENCODED((text) -> get("/spin?x=" + HostileText.raw(text), ""));

		private final UnaryOperator<String> request;

		Position(UnaryOperator<String> request) {
			this.request = request;
		}

		/** The message in the frames, if the request is accepted. */
		private String message(String text) {
			return switch (this) {
				case MESSAGE -> HostileText.decoded(text);
				default -> "thinking!";
			};
		}

		private static String query(String parameter, String text) {
			return get("/spin?" + parameter + "=" + HostileText.percentEncoded(text), "");
		}

		private static String get(String target, String header) {
			return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
		}

	}

}
