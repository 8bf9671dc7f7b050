package io.spinstream.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A chunked body (RFC 9112, section 7.1). If the connection ends before the last chunk,
 * reading throws {@link EOFException}.
 */
final class ChunkedBody extends InputStream {

	private final InputStream in;

	private int left;

	private boolean ended;

	ChunkedBody(InputStream in) {
		this.in = in;
	}

	@Override
	public int read() throws IOException {
		if (this.left == 0 && !this.ended) {
			begin();
		}
		return this.ended ? -1 : next();
	}

	private void begin() throws IOException {
		String size = RawClient.readLine(this.in);
		if (!size.endsWith("\r\n")) {
			throw new EOFException("cut between two chunks");
		}
		this.left = Integer.parseInt(size.strip(), 16);
		this.ended = this.left == 0;
		if (this.ended) {
			end();
		}
	}

	private int next() throws IOException {
		int read = this.in.read();
		if (read < 0) {
			throw new EOFException("cut within a chunk");
		}
		if (--this.left == 0) {
			end();
		}
		return read;
	}

	private void end() throws IOException {
		if (!RawClient.readLine(this.in).equals("\r\n")) {
			throw new EOFException("cut at the end of a chunk");
		}
	}

}
