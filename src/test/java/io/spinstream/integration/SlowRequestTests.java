package io.spinstream.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that do not complete their request. The server must close their connection
 * after about three seconds; they would go on for a hundred.
 */
@TightSpinstreamTest
class SlowRequestTests {

	private static final int PIECES = 100;

	@LocalServerPort
	private int port;

	@Test
	void areLetGo() throws Exception {
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<String>> ends = new ArrayList<>();
			for (Slowness slowness : Slowness.values()) {
				ends.add(clients.submit(() -> slowness + (isLetGo(slowness) ? " is let go" : " is still there")));
			}
			for (Future<String> end : ends) {
				assertThat(end.get()).endsWith(" is let go");
			}
		}
	}

	private boolean isLetGo(Slowness slowness) throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			client.send(slowness.begin);
			for (int i = 0; i < PIECES; i++) {
				client.sendUnlessClosed(slowness.piece);
				if (client.isClosedWithin(1_000)) {
					return true;
				}
			}
			return false;
		}
	}

	private enum Slowness {

		SILENCE("", ""), HALF_A_HEAD("GET /spin HTTP/1.1\r\nHost: x\r\n", ""),
		A_HEADER_A_SECOND("GET /spin HTTP/1.1\r\nHost: x\r\n", "X: y\r\n"), A_LETTER_A_SECOND("GET /", "x"),
		AFTER_A_COMPLETE_REQUEST("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n", "X: y\r\n"),
		A_PREFACE_OF_HTTP2("PRI * HTTP/2.0\r\n", ""),
		A_BODY_BYTE_A_SECOND("POST /spin HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "x"),
		A_BODY_OF_A_GET("GET /styles HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "x");

		private final String begin;

		private final String piece;

		Slowness(String begin, String piece) {
			this.begin = begin;
			this.piece = piece;
		}

	}

}
