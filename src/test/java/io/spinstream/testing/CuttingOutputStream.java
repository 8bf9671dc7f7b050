package io.spinstream.testing;

import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Predicate;

/**
 * Fails as soon as a condition holds for all bytes that it has written.
 */
final class CuttingOutputStream extends FilterOutputStream {

	private final StringBuilder sent = new StringBuilder();

	private final Predicate<String> cut;

	CuttingOutputStream(OutputStream out, Predicate<String> cut) {
		super(out);
		this.cut = cut;
	}

	@Override
	public void write(int next) throws IOException {
		this.out.write(next);
		this.sent.append((char) (next & 0xFF));
		if (this.cut.test(this.sent.toString())) {
			throw new EOFException("cut");
		}
	}

}
