package io.spinstream.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An upstream whose queue of connections is full.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.http.clients.connect-timeout=300ms", "spinstream.answer.timeout=10s" })
class UnacceptedConnectionTests {

	private static final int MORE_THAN_FIT = 10;

	private static final List<SocketChannel> queue = new ArrayList<>();

	private static ServerSocket upstream;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry properties) throws IOException {
		upstream = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		for (int i = 0; i < MORE_THAN_FIT; i++) {
			queue.add(SocketChannel.open());
			queue.getLast().configureBlocking(false);
			queue.getLast().connect(upstream.getLocalSocketAddress());
		}
		properties.add("spinstream.answer.url", () -> "http://127.0.0.1:%d/".formatted(upstream.getLocalPort()));
	}

	@AfterAll
	static void close() throws IOException {
		for (SocketChannel waiting : queue) {
			waiting.close();
		}
		upstream.close();
	}

	@Test
	void endsTheRunWhenTheTimeToConnectIsOver() throws IOException {
		try (RawClient client = RawClient.get(this.port, "/spin?format=json")) {
			assertThat(client.rest()).contains("the upstream did not take the connection in time");
			assertThat(client.status()).isEqualTo(502);
		}
	}

}
