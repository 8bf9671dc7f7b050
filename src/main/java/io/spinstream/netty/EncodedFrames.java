package io.spinstream.netty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spinstream.spinner.Update;

/**
 * The frames of one spinner in one format, encoded once for all streams: each as an
 * HTTP/1.1 chunk (RFC 9112, section 7.1). All are slices of one buffer outside the heap,
 * which is freed with this object.
 */
final class EncodedFrames {

	private final ByteBuf[] chunks;

	private final ByteBuf[] payloads;

	EncodedFrames(List<String> frames) {
		List<byte[]> texts = frames.stream().map((frame) -> frame.getBytes(StandardCharsets.UTF_8)).toList();
		List<byte[]> heads = texts.stream().map(EncodedFrames::head).toList();
		this.chunks = new ByteBuf[frames.size()];
		this.payloads = new ByteBuf[frames.size()];
		ByteBuffer all = ByteBuffer.allocateDirect(texts.stream().mapToInt((text) -> text.length + 2).sum()
				+ heads.stream().mapToInt((head) -> head.length).sum());
		for (int index = 0; index < this.chunks.length; index++) {
			encode(index, heads.get(index), texts.get(index), all);
		}
	}

	private static byte[] head(byte[] text) {
		return (Integer.toHexString(text.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
	}

	private void encode(int index, byte[] head, byte[] text, ByteBuffer all) {
		int begin = all.position();
		all.put(head).put(text).put((byte) '\r').put((byte) '\n');
		ByteBuffer chunk = all.slice(begin, all.position() - begin);
		this.chunks[index] = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(chunk));
		this.payloads[index] = this.chunks[index].slice(head.length, text.length);
	}

	/**
	 * Return a frame as a chunk.
	 * @param frame a frame of the spinner
	 * @return bytes to write once
	 */
	ByteBuf chunk(Update.Frame frame) {
		return this.chunks[frame.index()].duplicate();
	}

	/**
	 * Return a frame without chunk framing.
	 * @param frame a frame of the spinner
	 * @return bytes to write once
	 */
	ByteBuf payload(Update.Frame frame) {
		return this.payloads[frame.index()].duplicate();
	}

}
