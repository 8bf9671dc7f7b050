package io.spinstream.integration;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
 * A client of HTTP/1 that writes any bytes and believes nothing: a body that does not end
 * as its framing says is an exception. All characters of a request are single bytes.
 */
final class RawClient implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 20_000;

	/**
	 * After which a body that goes on and on is cut: no test waits for its end forever.
	 */
	private static final int LONGEST_SECONDS = 120;

	private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final Socket socket = new Socket();

	private final Disposable deadline = Schedulers.parallel().schedule(this::close, LONGEST_SECONDS, TimeUnit.SECONDS);

	private final InputStream in;

	private String statusLine = "";

	private @Nullable InputStream body;

	RawClient(int port) {
		this(port, 64 * 1024);
	}

	RawClient(int port, int receiveBuffer) {
		try {
			this.socket.setReceiveBufferSize(receiveBuffer);
			this.socket.setSoTimeout(PATIENCE_MILLIS);
			this.socket.connect(new InetSocketAddress("localhost", port));
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ask for something.
	 * @param port a port of this machine
	 * @param target the request target
	 * @param headers header lines
	 * @return the client, which has sent a request
	 */
	static RawClient get(int port, String target, String... headers) {
		return new RawClient(port).ask(target, headers);
	}

	/**
	 * Ask for something, on a connection that may have been asked before and whose last
	 * response is read.
	 * @param target the request target
	 * @param headers header lines
	 * @return this client
	 */
	RawClient ask(String target, String... headers) {
		List<String> lines = new ArrayList<>(List.of("GET " + target + " HTTP/1.1", "Host: localhost"));
		lines.addAll(List.of(headers));
		return send(String.join("\r\n", lines) + "\r\n\r\n");
	}

	RawClient send(String bytes) {
		try {
			this.socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send as long as the server listens.
	 * @param bytes what to send
	 * @return the client, which may have something to read in either case
	 */
	RawClient sendUnlessClosed(String bytes) {
		try {
			this.socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException closed) {
			return this;
		}
		return this;
	}

	/**
	 * Turn to the response after the one that was read.
	 * @param hasBody whether it may have a body, as that to HEAD has not
	 * @return this client
	 */
	RawClient next(boolean hasBody) throws IOException {
		this.headers.clear();
		readHead();
		this.body = hasBody ? framed() : InputStream.nullInputStream();
		return this;
	}

	int status() throws IOException {
		body();
		return Integer.parseInt(this.statusLine.split(" ")[1]);
	}

	/**
	 * Return which headers came.
	 * @return their names in lower case
	 */
	Set<String> headers() throws IOException {
		body();
		return this.headers.keySet().stream().map((name) -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
	}

	/**
	 * Return the headers.
	 * @return names and values, in the order of the names
	 */
	Map<String, String> head() throws IOException {
		body();
		return this.headers;
	}

	String header(String name) throws IOException {
		body();
		return this.headers.getOrDefault(name, "");
	}

	/**
	 * Read an event, byte for byte.
	 * @return its lines up to the empty one, or nothing at the end of the body
	 */
	String event() throws IOException {
		StringBuilder event = new StringBuilder();
		for (String line = line(body()); !line.isEmpty(); line = line(body())) {
			event.append(line);
			if (line.equals("\n")) {
				break;
			}
		}
		return event.toString();
	}

	/**
	 * Read one byte of the body, which must go on.
	 * @return the byte as a character
	 */
	char next() throws IOException {
		int first = body().read();
		assertThat(first).as("a body that goes on").isNotNegative();
		return (char) first;
	}

	/**
	 * Read to the end.
	 * @return the rest of the body
	 */
	String rest() throws IOException {
		return new String(body().readAllBytes(), StandardCharsets.UTF_8);
	}

	/**
	 * Read what comes, whatever it is.
	 * @return all bytes until the server closes the connection
	 */
	String raw() throws IOException {
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
		this.statusLine = line(this.in).strip();
		for (String line = line(this.in).strip(); !line.isEmpty(); line = line(this.in).strip()) {
			String[] header = line.split(":", 2);
			this.headers.merge(header[0], header[1].strip(), (first, more) -> first + ", " + more);
		}
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

	static String line(InputStream in) throws IOException {
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
	 * Skip what comes.
	 * @param millis how long to wait for an end
	 * @return whether the server has closed the connection
	 */
	boolean isAtItsEndWithin(int millis) throws IOException {
		this.socket.setSoTimeout(millis);
		try {
			while (this.in.read() >= 0) {
				continue;
			}
			return true;
		}
		catch (SocketTimeoutException still) {
			return false;
		}
		catch (SocketException reset) {
			return true;
		}
	}

	/**
	 * Leave without a goodbye.
	 */
	void reset() throws IOException {
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
