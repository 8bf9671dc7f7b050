package io.spinstream.integration;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.spinstream.testing.ProxyProgram;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReverseProxy;
import io.spinstream.testing.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@code docs/proxies.md} says of each reverse proxy, with the configuration that
 * stands there. The answer is told after a client has read frames, so a proxy that holds
 * frames back for it never gets it.
 */
@SpinstreamTest
class ProxiesTests extends ServiceTest {

	/** So slow that no buffer is full before the client times out. */
	private static final String SLOW_FRAMES = "/spin?style=simple-dots";

	private static final List<String> FRAMES = List.of("   ", ".  ", ".. ", "...", "   ", ".  ");

	private static final String JSON = "/spin?format=json";

	private static final String FIRST = "retry: 1000\nid: .{22}\nevent: spinner\ndata: spinner object: .*\n\n";

	private static final String LAST = "(data: [. ]{3} thinking!\n\n)*event: answer\nid: .{22}\\.done\ndata: Answer: 42\n\n";

	private static final String TEXT = "spinner object: [^\n]*\n([. ]{3} thinking!\b{13})+ {13}\b{13}Answer: 42\n";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void eventsComeBeforeTheAnswerAndTheConnectionIsUsedAgain(ProxyProgram program) throws IOException {
		try (ReverseProxy proxy = started(program, program.documented());
				RawClient client = RawClient.get(proxy.port(), SLOW_FRAMES, "Accept-Encoding: gzip")) {
			readFrames(client);
			this.answers.tell("42");
			assertThat(client.rest()).matches(LAST);
			client.send("GET /spin?style=none HTTP/1.1\r\nHost: localhost\r\n\r\n").nextResponse(true);
			assertThat(client.status()).isEqualTo(400);
			assertThat(client.rest()).contains("style 'none'");
		}
		assertThat(this.answers.begun()).isEqualTo(1);
	}

	private static void readFrames(RawClient client) throws IOException {
		assertThat(client.event()).matches(FIRST);
		for (String frame : FRAMES) {
			assertThat(client.event()).isEqualTo("data: " + frame + " thinking!\n\n");
		}
	}

	@ParameterizedTest
	@EnumSource
	void textComesByteForByteBeforeTheAnswer(ProxyProgram program) throws IOException {
		try (ReverseProxy proxy = started(program, program.documented());
				RawClient client = RawClient.get(proxy.port(), SLOW_FRAMES + "&format=text", "Accept-Encoding: gzip")) {
			assertThat(client.status()).isEqualTo(200);
			StringBuilder text = new StringBuilder();
			while (text.indexOf("...") < 0) {
				text.append(client.readByte());
			}
			this.answers.tell("42");
			assertThat(text + client.rest()).matches(TEXT);
			assertThat(client.headerNames()).doesNotContain("content-encoding");
		}
		assertThat(this.answers.begun()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void requestsForJsonDoNotWaitForEachOther(ProxyProgram program) throws IOException {
		try (ReverseProxy proxy = started(program, program.documented());
				RawClient one = RawClient.get(proxy.port(), JSON);
				RawClient other = RawClient.get(proxy.port(), JSON)) {
			awaitBegun(2);
			this.answers.tell("42");
			assertThat(one.rest()).isEqualTo("{\"answer\":\"42\"}");
			assertThat(other.rest()).isEqualTo("{\"answer\":\"42\"}");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aClientThatLeavesItsStreamEndsItsRun(ProxyProgram program) throws IOException {
		try (ReverseProxy proxy = started(program, program.documented())) {
			try (RawClient client = RawClient.get(proxy.port(), SLOW_FRAMES + "&format=text")) {
				client.readByte();
				awaitBegun(1);
			}
			await().until(() -> this.answers.cancelled() == 1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NGINX", "HAPROXY", "CADDY", "SQUID" })
	void aClientThatLeavesASilentResponseEndsItsRun(ProxyProgram program) throws IOException {
		try (ReverseProxy proxy = started(program, program.documented())) {
			try (RawClient _ = RawClient.get(proxy.port(), JSON)) {
				awaitBegun(1);
			}
			await().until(() -> this.answers.cancelled() == 1);
		}
	}

	/** Nobody who has sent a byte of a body can still send its length. */
	@Test
	void lighttpdHoldsAStreamBackByDefault() throws IOException {
		String configuration = ProxyProgram.LIGHTTPD.documentedWithout("server.stream-response-body = 2");
		try (ReverseProxy proxy = started(ProxyProgram.LIGHTTPD, configuration);
				RawClient client = RawClient.get(proxy.port(), SLOW_FRAMES);
				RawClient direct = RawClient.get(this.port, SLOW_FRAMES)) {
			awaitBegun(2);
			readFrames(direct);
			this.answers.tell("42");
			String length = client.header("Content-Length");
			assertThat(client.rest()).matches(FIRST + LAST).hasSize(Integer.parseInt(length));
		}
	}

	@Test
	void apacheCompressesTextByDefault() throws IOException {
		String configuration = ProxyProgram.APACHE.documentedWithout("SetEnv no-gzip 1");
		try (ReverseProxy proxy = started(ProxyProgram.APACHE, configuration);
				RawClient text = RawClient.get(proxy.port(), "/spin?format=text", "Accept-Encoding: gzip");
				RawClient events = RawClient.get(proxy.port(), "/spin", "Accept-Encoding: gzip")) {
			assertThat(text.header("Content-Encoding")).isEqualTo("gzip");
			assertThat(events.header("Content-Encoding")).isEmpty();
		}
	}

	@Test
	void varnishAsksOnceAtATimeByDefault() throws IOException {
		String configuration = ProxyProgram.VARNISH.documentedWithout("return (pass);");
		try (ReverseProxy proxy = started(ProxyProgram.VARNISH, configuration);
				RawClient first = RawClient.get(proxy.port(), JSON)) {
			awaitBegun(1);
			try (RawClient second = RawClient.get(proxy.port(), JSON)) {
				await().until(() -> waitedInVarnish() == 1);
				assertThat(this.answers.begun()).isOne();
				this.answers.tell("first");
				assertThat(first.rest()).isEqualTo("{\"answer\":\"first\"}");
				awaitBegun(2);
				this.answers.tell("second");
				assertThat(second.rest()).isEqualTo("{\"answer\":\"second\"}");
			}
		}
	}

	/** How many requests have had to wait for the response to another one. */
	private int waitedInVarnish() throws IOException {
		String tool = Tools.find("varnishstat");
		Process counter = new ProcessBuilder(tool, "-n", this.directory + "/varnish", "-1", "-f", "MAIN.busy_sleep")
			.start();
		return Integer.parseInt(counter.inputReader().readLine().split("\\s+")[1]);
	}

	@Test
	void varnishCutsAStreamByDefault() throws IOException {
		String configuration = ProxyProgram.VARNISH.documentedWithout("set sess.send_timeout = 1d;");
		try (ReverseProxy proxy = started(ProxyProgram.VARNISH, configuration);
				RawClient client = RawClient.get(proxy.port(), SLOW_FRAMES)) {
			assertThat(client.event()).matches(FIRST);
			assertThatExceptionOfType(EOFException.class).isThrownBy(client::rest);
		}
	}

	private ReverseProxy started(ProxyProgram program, String configuration) throws IOException {
		return new ReverseProxy(program, configuration, this.directory, this.port);
	}

}
