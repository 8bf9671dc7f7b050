package io.spinstream.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An HTTP/1.1 client that can send any bytes. Reading a chunked body that is cut throws
 * an exception. Each character of a request is sent as one byte.
 */
public final class RawClient implements AutoCloseable {

	private static final int RECEIVE_BUFFER = 64 * 1024;

	private static final int READ_TIMEOUT_MILLIS = 20_000;

	/** The client closes itself then, so that no test reads an endless body forever. */
	private static final int DEADLINE_SECONDS = 120;

	private final Socket socket = new Socket();

	private final Disposable deadline = Schedulers.parallel().schedule(this::close, DEADLINE_SECONDS, TimeUnit.SECONDS);

	private final InputStream in;

	private String statusLine = "";

	private Map<String, String> headers = Map.of();

	private @Nullable InputStream body;

	public RawClient(int port) {
		this("localhost", port);
	}

	public RawClient(String host, int port) {
		try {
			this.socket.setReceiveBufferSize(RECEIVE_BUFFER);
			this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
			this.socket.connect(new InetSocketAddress(host, port));
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Connect, and send a GET request.
	 * @param port a port of this machine
	 * @param target the request target
	 * @param headers header lines
	 * @return the client, which has sent the request
	 */
	public static RawClient get(int port, String target, String... headers) {
		return request(port, "GET", target, headers);
	}

	/**
	 * Connect, and send a request without a body.
	 * @param port a port of this machine
	 * @param method the method
	 * @param target the request target
	 * @param headers header lines
	 * @return the client, which has sent the request
	 */
	public static RawClient request(int port, String method, String target, String... headers) {
		List<String> lines = new ArrayList<>(List.of(method + " " + target + " HTTP/1.1", "Host: localhost"));
		lines.addAll(List.of(headers));
		return new RawClient(port).send(String.join("\r\n", lines) + "\r\n\r\n");
	}

	public RawClient send(String bytes) {
		try {
			this.socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send bytes, unless the server has closed the connection.
	 * @param bytes what to send
	 * @return this client, which may have a response to read in either case
	 */
	public RawClient sendUnlessClosed(String bytes) {
		try {
			this.socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException closed) {
			return this;
		}
		return this;
	}

	/**
	 * Read the head of the next response, after the current one was read to its end.
	 * @param hasBody false if the response has no body, as one to HEAD
	 * @return this client
	 */
	public RawClient nextResponse(boolean hasBody) throws IOException {
		readHead();
		this.body = hasBody ? framed() : InputStream.nullInputStream();
		return this;
	}

	public int status() throws IOException {
		body();
		return Integer.parseInt(this.statusLine.split(" ")[1]);
	}

	/**
	 * Return the names of the response headers.
	 * @return their names in lower case
	 */
	public Set<String> headerNames() throws IOException {
		body();
		return this.headers.keySet().stream().map((name) -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
	}

	/**
	 * Return the response headers.
	 * @return names and values, in the order of the names
	 */
	public Map<String, String> headers() throws IOException {
		body();
		return this.headers;
	}

	public String header(String name) throws IOException {
		body();
		return this.headers.getOrDefault(name, "");
	}

	/**
	 * Read an event, byte for byte.
	 * @return its lines up to the empty one, or nothing at the end of the body
	 */
	public String event() throws IOException {
		StringBuilder event = new StringBuilder();
		for (String line = readLine(body()); !line.isEmpty(); line = readLine(body())) {
			event.append(line);
			if (line.equals("\n")) {
				break;
			}
		}
		return event.toString();
	}

	/**
	 * Read the first event of a stream.
	 * @return its id, the name of the run
	 */
	public String run() throws IOException {
		String spinner = event();
		assertThat(spinner).contains("\nevent: spinner\n");
		return spinner.replaceFirst("(?s).*\nid: (.{22})\n.*", "$1");
	}

	/**
	 * Read one byte of the body, which must not have ended.
	 * @return the byte as a character
	 */
	public char readByte() throws IOException {
		int first = body().read();
		assertThat(first).as("a byte of the body, or -1 at its end").isNotNegative();
		return (char) first;
	}

	/**
	 * Read the body to its end.
	 * @return the rest of the body
	 */
	public String rest() throws IOException {
		return new String(body().readAllBytes(), StandardCharsets.UTF_8);
	}

	/**
	 * Read without regard to HTTP.
	 * @return all bytes until the server closes the connection
	 */
	public String raw() throws IOException {
		return new String(this.in.readAllBytes(), StandardCharsets.UTF_8);
	}

	private InputStream body() throws IOException {
		InputStream begun = this.body;
		if (begun == null) {
			readHead();
			begun = framed();
			this.body = begun;
		}
		return begun;
	}

	private void readHead() throws IOException {
		this.statusLine = readLine(this.in).strip();
		if (this.statusLine.isEmpty()) {
			throw new EOFException("no response");
		}
		this.headers = readHeaders(this.in);
	}

	static Map<String, String> readHeaders(InputStream in) throws IOException {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line = readLine(in).strip(); !line.isEmpty(); line = readLine(in).strip()) {
			String[] header = line.split(":", 2);
			headers.merge(header[0], header[1].strip(), (first, more) -> first + ", " + more);
		}
		return headers;
	}

	private InputStream framed() throws IOException {
		if (this.headers.getOrDefault("Transfer-Encoding", "").toLowerCase(Locale.ROOT).equals("chunked")) {
			return new ChunkedBody(this.in);
		}
		if (this.statusLine.contains(" 204 ") || this.statusLine.contains(" 304 ")) {
			return InputStream.nullInputStream();
		}
		String length = this.headers.get("Content-Length");
		return (length != null) ? new ByteArrayInputStream(this.in.readNBytes(Integer.parseInt(length))) : this.in;
	}

	static String readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int read = in.read(); read >= 0; read = in.read()) {
			line.write(read);
			if (read == '\n') {
				break;
			}
		}
		return line.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Skip bytes until the server closes the connection.
	 * @param millis how long to wait for the next byte
	 * @return whether the server has closed the connection
	 */
	public boolean isClosedWithin(int millis) throws IOException {
		this.socket.setSoTimeout(millis);
		try {
			while (this.in.read() >= 0) {
				continue;
			}
			return true;
		}
		catch (SocketTimeoutException open) {
			return false;
		}
		catch (SocketException reset) {
			return true;
		}
	}

	/**
	 * Close the connection with RST instead of FIN.
	 */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() {
		this.deadline.dispose();
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
