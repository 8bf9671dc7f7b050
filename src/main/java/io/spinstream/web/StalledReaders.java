package io.spinstream.web;

import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.WriteTimeoutHandler;

/**
 * Lets go of an HTTP/2 stream that is not read: its connection may be alive and well, so
 * {@link DeadPeers} do not show.
 */
final class StalledReaders extends WriteTimeoutHandler {

	StalledReaders() {
		super(DeadPeers.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
	}

	@Override
	protected void writeTimedOut(ChannelHandlerContext context) {
		context.close();
	}

}
