package io.spinstream.netty;

import io.netty.handler.flush.FlushConsolidationHandler;
import reactor.netty.http.server.HttpServer;

/**
 * Sends what is written while a request is read with one system call: the head of a
 * response, which Reactor Netty flushes, and the beginning of its body.
 */
final class FewFlushes {

	private FewFlushes() {
	}

	static HttpServer customize(HttpServer server) {
		return server.doOnChannelInit(
				(observer, channel, address) -> channel.pipeline().addFirst(new FlushConsolidationHandler()));
	}

}
