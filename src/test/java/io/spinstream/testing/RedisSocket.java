package io.spinstream.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A connection to Redis by its own protocol. Each character is sent and read as one byte.
 */
final class RedisSocket implements AutoCloseable {

	private static final int READ_TIMEOUT_MILLIS = 20_000;

	private final Socket socket;

	private final InputStream in;

	RedisSocket(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/**
	 * Call a command.
	 * @param words the command and its arguments
	 * @return the elements of the reply; an error with its leading minus
	 */
	List<String> call(String... words) throws IOException {
		StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
		Stream.of(words).forEach((word) -> command.append("$%d\r\n%s\r\n".formatted(word.length(), word)));
		this.socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.ISO_8859_1));
		return reply().toList();
	}

	private Stream<String> reply() throws IOException {
		String line = readLine();
		return switch (line.charAt(0)) {
			case '*' -> replies(length(line));
			case '$' -> Stream.of(bulk(length(line)));
			case '-' -> Stream.of(line);
			default -> Stream.of(line.substring(1));
		};
	}

	private Stream<String> replies(int count) throws IOException {
		Stream<String> all = Stream.of();
		for (int i = 0; i < count; i++) {
			all = Stream.concat(all, reply().toList().stream());
		}
		return all;
	}

	private String bulk(int length) throws IOException {
		if (length < 0) {
			return "";
		}
		String bytes = new String(this.in.readNBytes(length), StandardCharsets.ISO_8859_1);
		this.in.skipNBytes(2);
		return bytes;
	}

	private static int length(String line) {
		return Integer.parseInt(line.substring(1));
	}

	/**
	 * Read to the next end of a line.
	 * @return the line without it
	 */
	String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int read = this.in.read(); read != '\n'; read = this.in.read()) {
			if (read < 0) {
				throw new IOException("the connection was closed");
			}
			line.write(read);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

	void waitForever() throws IOException {
		this.socket.setSoTimeout(0);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
