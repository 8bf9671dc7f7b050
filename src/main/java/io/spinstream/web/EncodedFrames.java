package io.spinstream.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spinstream.spinner.Update;

/**
 * The frames of one spinner in one format, encoded once for all streams: each as an
 * HTTP/1.1 chunk (RFC 9112, section 7.1) outside the heap, to be freed with this object.
 */
final class EncodedFrames {

	private final ByteBuf[] chunks;

	private final ByteBuf[] payloads;

	EncodedFrames(List<String> frames) {
		this.chunks = new ByteBuf[frames.size()];
		this.payloads = new ByteBuf[frames.size()];
		for (int i = 0; i < this.chunks.length; i++) {
			encode(i, frames.get(i).getBytes(StandardCharsets.UTF_8));
		}
	}

	private void encode(int index, byte[] payload) {
		byte[] head = (Integer.toHexString(payload.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
		ByteBuffer chunk = ByteBuffer.allocateDirect(head.length + payload.length + 2);
		chunk.put(head).put(payload).put((byte) '\r').put((byte) '\n').flip();
		this.chunks[index] = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(chunk));
		this.payloads[index] = this.chunks[index].slice(head.length, payload.length);
	}

	/**
	 * Return a frame with its chunk framing.
	 * @param frame a frame of the spinner
	 * @return bytes to write, for one use
	 */
	ByteBuf chunk(Update.Frame frame) {
		return this.chunks[frame.index()].duplicate();
	}

	/**
	 * Return a frame without any framing.
	 * @param frame a frame of the spinner
	 * @return bytes to write, for one use
	 */
	ByteBuf payload(Update.Frame frame) {
		return this.payloads[frame.index()].duplicate();
	}

}
