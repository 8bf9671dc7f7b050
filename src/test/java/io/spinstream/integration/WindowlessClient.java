package io.spinstream.integration;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client of HTTP/2 whose connection lives and whose streams may send it nothing: RFC
 * 9113, section 6.9.
 */
final class WindowlessClient implements AutoCloseable {

	private static final int RST_STREAM = 3;

	private static final int FLAGS_AND_STREAM = 5;

	private static final byte[] SETTINGS_WITHOUT_WINDOW = { 0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0 };

	private static final byte[] GET_HTTP = { (byte) 0x82, (byte) 0x86 };

	private final Socket socket;

	private int stream = -1;

	WindowlessClient(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(30_000);
		this.socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		this.socket.getOutputStream().write(SETTINGS_WITHOUT_WINDOW);
	}

	/**
	 * Open one more stream.
	 * @param path what it asks for
	 */
	void get(String path) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		head.write(GET_HTTP);
		head.write(literal(4, path));
		head.write(literal(1, "localhost"));
		this.stream += 2;
		this.socket.getOutputStream()
			.write(new byte[] { 0, 0, (byte) head.size(), 1, 5, 0, 0, (byte) (this.stream >> 8), (byte) this.stream });
		head.writeTo(this.socket.getOutputStream());
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

	/**
	 * Read until the server has reset a number of streams.
	 * @param streams the number
	 */
	void awaitResets(int streams) throws IOException {
		DataInputStream in = new DataInputStream(this.socket.getInputStream());
		for (int resets = 0; resets < streams;) {
			int lengthAndType = in.readInt();
			in.skipNBytes(FLAGS_AND_STREAM + (lengthAndType >>> 8));
			resets += ((lengthAndType & 0xFF) == RST_STREAM) ? 1 : 0;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
