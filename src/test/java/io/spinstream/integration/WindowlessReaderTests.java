package io.spinstream.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.awaitility.Awaitility.await;

/**
 * An HTTP/2 client that keeps the flow-control window of its stream at zero (RFC 9113,
 * section 6.9).
 */
@SpinstreamTest
class WindowlessReaderTests {

	private static final byte[] SETTINGS_WITHOUT_WINDOW = { 0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0 };

	private static final byte[] GET_HTTP = { (byte) 0x82, (byte) 0x86 };

	@LocalServerPort
	private int port;

	@Autowired
	private Meters meters;

	@Test
	void givesItsPlaceBack() throws IOException {
		await().until(() -> this.meters.open() == 0);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.getOutputStream().write(request());
			await().until(() -> this.meters.open() == 1);
			await().atMost(Duration.ofSeconds(30)).until(() -> this.meters.open() == 0);
		}
	}

	private static byte[] request() throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		head.write(GET_HTTP);
		head.write(literal(4, "/spin"));
		head.write(literal(1, "localhost"));
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		request.write(SETTINGS_WITHOUT_WINDOW);
		request.write(new byte[] { 0, 0, (byte) head.size(), 1, 5, 0, 0, 0, 1 });
		head.writeTo(request);
		return request.toByteArray();
	}

	/**
	 * A literal field with a name of the static table, not indexed: RFC 7541, section
	 * 6.2.2.
	 */
	private static byte[] literal(int name, String value) throws IOException {
		ByteArrayOutputStream field = new ByteArrayOutputStream();
		field.write(name);
		field.write(value.length());
		field.write(value.getBytes(StandardCharsets.US_ASCII));
		return field.toByteArray();
	}

}
