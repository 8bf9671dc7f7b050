package io.spinstream.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.spinstream.spinner.Update;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The short way for the frames of a stream: into the connection below its HTTP codec,
 * with the chunk framing that they bring along. Free for HTTP/1.1 with chunked bodies, as
 * soon as all that was written before has left.
 */
final class FramePath {

	private final EncodedFrames frames;

	private final HttpServerResponse response;

	private final @Nullable ChannelHandlerContext codec;

	/**
	 * Unlike the void promise of a context, it makes no error of a reader who has gone.
	 */
	private final ChannelPromise silence;

	private ByteBuf before = Unpooled.EMPTY_BUFFER;

	private boolean free;

	FramePath(EncodedFrames frames, HttpServerResponse response) {
		this.frames = frames;
		this.response = response.compression(false).chunkedTransfer(response.version().isKeepAliveDefault());
		ChannelPipeline pipeline = ((ChannelOperations<?, ?>) response).channel().pipeline();
		this.codec = pipeline.context(HttpServerCodec.class);
		this.silence = pipeline.channel().unsafe().voidPromise();
		dropUpgrade(pipeline);
		if (this.codec == null) { // HTTP/2, where a reader that does not read has a
									// living connection
			pipeline.addFirst(new StalledReaders());
		}
	}

	/** The offer of HTTP/2 holds a codec that this connection is not going to need. */
	private static void dropUpgrade(ChannelPipeline pipeline) {
		if (pipeline.get(HttpServerUpgradeHandler.class) != null) {
			pipeline.remove(HttpServerUpgradeHandler.class);
		}
	}

	/**
	 * Wait for bytes that take the long way.
	 * @param bytes what is written before the next frame
	 * @return the same bytes
	 */
	ByteBuf after(ByteBuf bytes) {
		this.before = bytes;
		return bytes;
	}

	/**
	 * Return a frame for the long way.
	 * @param frame the frame
	 * @return its bytes without chunk framing
	 */
	ByteBuf longWay(Update.Frame frame) {
		return this.frames.payload(frame);
	}

	/**
	 * Write a frame, or drop it if the reader has not taken the ones before.
	 * @param frame the frame
	 * @return whether that was done; otherwise this way is not free, and the frame must
	 * take the long one
	 */
	boolean write(Update.Frame frame) {
		if (this.codec == null || !isFree()) {
			return false;
		}
		if (this.codec.channel().isWritable()) {
			this.codec.writeAndFlush(this.frames.chunk(frame), this.silence);
		}
		return true;
	}

	private boolean isFree() {
		this.free = this.free || (this.before.refCnt() == 0 && isChunked());
		return this.free;
	}

	private boolean isChunked() {
		return this.response.hasSentHeaders() && this.response.responseHeaders()
			.contains(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED, true);
	}

}
