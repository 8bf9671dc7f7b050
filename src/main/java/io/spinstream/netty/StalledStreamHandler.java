package io.spinstream.netty;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.timeout.WriteTimeoutHandler;

/**
 * Resets a stream of HTTP/2 that is not read. Its connection may be alive, so the timeout
 * of TCP does not notice it.
 */
final class StalledStreamHandler extends WriteTimeoutHandler {

	private static final String NAME = "spinstream.stalledStream";

	private StalledStreamHandler() {
		super(DeadPeerCustomizer.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Watch a channel, if it is a stream of HTTP/2.
	 * @param channel the channel of a request
	 */
	static void watch(Channel channel) {
		if (channel instanceof Http2StreamChannel && channel.pipeline().get(NAME) == null) {
			channel.pipeline().addFirst(NAME, new StalledStreamHandler());
		}
	}

	/** By a frame, since closing does not reset a stream whose end is queued. */
	@Override
	protected void writeTimedOut(ChannelHandlerContext context) {
		context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)).addListener(ChannelFutureListener.CLOSE);
	}

}
