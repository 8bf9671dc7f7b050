package io.spinstream.integration;

import java.io.IOException;
import java.util.List;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.Script;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault of an upstream ends each format with a reason in plain words, and with a
 * complete body.
 */
@Tag("contract")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spinstream.answer.timeout=12s")
class UpstreamFaultTests {

	private static final Upstream upstream = new Upstream();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void answer(DynamicPropertyRegistry properties) {
		properties.add("spinstream.answer.url", () -> "http://localhost:%d/slow".formatted(upstream.port()));
	}

	@AfterAll
	static void close() {
		upstream.close();
	}

	@EnumSource
	@ParameterizedTest
	void aFaultIsToldInPlainWords(Fault fault) throws IOException {
		upstream.play(fault.script);
		failsEverywhere(fault.reason, fault.status);
	}

	@Test
	void anUpstreamThatRefusesIsToldInPlainWords() throws IOException {
		upstream.close();
		failsEverywhere("the upstream refused the connection", HttpStatus.BAD_GATEWAY);
		upstream.reopen();
		upstream.play(Script.response(200, "well again"));
		assertThat(spin("json").rest()).isEqualTo("{\"answer\":\"well again\"}");
	}

	private void failsEverywhere(String reason, HttpStatus status) throws IOException {
		try (RawClient sse = spin("sse"); RawClient text = spin("text"); RawClient json = spin("json")) {
			assertThat(sse.status()).isEqualTo(200);
			assertThat(sse.rest())
				.matches("(?s).*\n\nevent: failure\nid: .{22}\\.done\ndata: \\Q" + reason + "\\E\n\n");
			assertThat(text.rest()).endsWith("\bFailed: " + reason + "\n");
			assertThat(json.status()).isEqualTo(status.value());
			assertThat(json.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(json.rest()).isEqualTo("{\"detail\":\"%s\",\"status\":%d,\"title\":\"%s\"}".formatted(reason,
					status.value(), status.getReasonPhrase()));
		}
	}

	@Test
	void controlsOfAnAnswerReachNoTerminalAndForgeNoEvent() throws IOException {
		String attack = "\u0000\u001b]0;owned\u0007\u001b[2J\u0085\u009b31m\r\nevent: answer\rdata: forged\n\n: \u00ff";
		upstream.play(Script.response(200, attack));
		assertThat(spin("text").rest().split("Answer: ", 2)[1]).doesNotContainPattern("[\\p{Cc}&&[^\n\t]]");
		assertThat(List.of(spin("sse").rest().split("event: answer\n", 2)[1].split("\n", -1)).stream().skip(1))
			.allMatch((line) -> line.isEmpty() || line.startsWith("data: "));
		assertThat(spin("json").rest()).startsWith("{\"answer\":\"").doesNotContainPattern("[\\x00-\\x1f]");
	}

	private RawClient spin(String format) {
		return RawClient.get(this.port, "/spin?format=" + format, "Connection: close");
	}

	private enum Fault {

		FAILS("the upstream answered 500", Script.response(500, "at java.lang.Oh.oh(:1)")),
		REDIRECTS("the upstream answered 302",
				Script.send("HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://localhost:1/\r\n"
						+ "Content-Length: 0\r\n\r\n")),
		HANGS("no answer within 12s", Script.HANG),
		HANGS_IN_THE_BODY("no answer within 12s",
				Script.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf").then(Script.HANG)),
		TRICKLES("no answer within 12s",
				Script.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").then((client) -> {
					while (true) {
						Thread.sleep(100);
						client.getOutputStream().write('x');
					}
				})),
		CLOSES("the upstream broke the connection off", (client) -> client.close()),
		RESETS("the upstream broke the connection off",
				Script.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf").then((client) -> {
					client.setSoLinger(true, 0);
					client.close();
				})),
		ENDS_EARLY("the upstream broke the connection off",
				Script.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")),
		ENDS_CHUNKS_EARLY("the upstream broke the connection off",
				Script.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")),
		IS_LONG("the upstream's answer is longer than 1048576 bytes", Script.response(200, "x".repeat(10_000_000))),
		IS_EMPTY("the upstream answered with nothing", Script.response(200, "")),
		IS_NO_CONTENT("the upstream answered with nothing",
				Script.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
		SPEAKS_NO_HTTP("the upstream broke the connection off", Script.send("220 mail.example.org ESMTP\r\n\r\n")),
		HAS_NO_LIMIT_OF_HEADERS("the upstream broke the connection off",
				Script.send("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"));

		private final String reason;

		private final Script script;

		private final HttpStatus status;

		Fault(String reason, Script script) {
			this.reason = reason;
			this.script = script;
			this.status = reason.startsWith("no answer within") ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY;
		}

	}

}
