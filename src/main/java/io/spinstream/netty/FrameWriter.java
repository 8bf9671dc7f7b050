package io.spinstream.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpServerCodec;
import io.spinstream.spinner.Update;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes frames into a connection. They go below the HTTP codec if the body consists of
 * HTTP/1.1 chunks, and through it otherwise.
 */
final class FrameWriter {

	private final EncodedFrames frames;

	private final Channel channel;

	private final @Nullable ChannelHandlerContext codec;

	/** The void promise of a context would report a reader who has left as an error. */
	private final ChannelPromise promise;

	/**
	 * Create a writer for a response.
	 * @param frames the frames of the spinner
	 * @param channel the connection
	 * @param response the response, whose head was sent
	 */
	FrameWriter(EncodedFrames frames, Channel channel, HttpServerResponse response) {
		this.frames = frames;
		this.channel = channel;
		this.codec = isChunked(response) ? channel.pipeline().context(HttpServerCodec.class) : null;
		this.promise = channel.unsafe().voidPromise();
	}

	private static boolean isChunked(HttpServerResponse response) {
		return response.responseHeaders().contains(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED, true);
	}

	/**
	 * Write a frame, or drop it if the reader has not taken the ones before.
	 * @param frame the frame
	 */
	void write(Update.Frame frame) {
		if (!this.channel.isWritable()) {
			return;
		}
		if (this.codec != null) {
			this.codec.writeAndFlush(this.frames.chunk(frame), this.promise);
		}
		else {
			this.channel.writeAndFlush(new DefaultHttpContent(this.frames.payload(frame)));
		}
	}

}
