package io.spinstream.testing;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * What a fake server does with a connection. The connection is closed when the script
 * ends.
 */
@FunctionalInterface
public interface Script {

	/** Sends nothing, and waits until the client closes the connection. */
	Script HANG = (client) -> client.getInputStream().read();

	void play(Socket client) throws IOException, InterruptedException;

	/**
	 * Send bytes.
	 * @param bytes one character per byte
	 * @return the script
	 */
	static Script send(String bytes) {
		return (client) -> client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Send a complete response.
	 * @param status the status
	 * @param body the body, one character per byte
	 * @return the script
	 */
	static Script response(int status, String body) {
		return send("HTTP/1.1 %d \r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(),
				body));
	}

	default Script then(Script next) {
		return (client) -> {
			play(client);
			next.play(client);
		};
	}

}
