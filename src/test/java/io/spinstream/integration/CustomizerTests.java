package io.spinstream.integration;

import java.io.IOException;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that a team has customized.
 */
@SpinstreamTest
@TestPropertySource(properties = { "spinstream.styles.still.interval=10s", "spinstream.styles.still.frames=one" })
class CustomizerTests extends ServiceTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					sse  | retry: 1000<id: 0<event: spinner<data: spinner object: spin<<data: one thinking!<<event: answer<id: 0.done<data: Answer: 42<<
					text | spinner object: spin<one thinking!~~~~~~~~~~~~~             ~~~~~~~~~~~~~Answer: 42<
					json | {"answer":"42"}
					""")
	void whoeverMapsTheHandlerGetsTheWholeStream(String format, String expected) throws IOException {
		for (String supervisor : new String[] { "threads", "virtual-threads", "reactive" }) {
			this.answers.forget();
			String target = "/spin?style=still&format=" + format + "&supervisor=" + supervisor;
			try (RawClient client = RawClient.get(this.port, target)) {
				assertThat(read(client, format)).isEqualTo(expected.replace('<', '\n').replace('~', '\b'));
				assertThat(client.status()).isEqualTo(200);
				client.send("HEAD /spin HTTP/1.1\r\nHost: localhost\r\n\r\n");
				assertThat(client.nextResponse(false).status()).isEqualTo(200);
			}
		}
	}

	private String read(RawClient client, String format) throws IOException {
		awaitBegun(1);
		StringBuilder body = new StringBuilder();
		while (!format.equals("json") && !body.toString().endsWith("one thinking!")) {
			body.append(client.readByte());
		}
		this.answers.tell("42");
		return (body + client.rest()).replaceAll("(?<=\nid: )[\\w-]{22}", "0")
			.replaceAll("(?<=spinner object: ).*", "spin");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		NettyServerCustomizer mapped() {
			return (server) -> server.mapHandle((exchange, connection) -> exchange);
		}

	}

}
