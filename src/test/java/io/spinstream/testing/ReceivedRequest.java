package io.spinstream.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as a fake server received it.
 *
 * @param line the request line
 * @param headers the header fields; the case of their names does not matter
 * @param body the body
 */
public record ReceivedRequest(String line, Map<String, String> headers, String body) {

	static ReceivedRequest read(InputStream in) throws IOException {
		String line = RawClient.readLine(in).strip();
		if (line.isEmpty()) {
			throw new EOFException("no request");
		}
		Map<String, String> headers = RawClient.readHeaders(in);
		int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
		return new ReceivedRequest(line, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
	}

}
