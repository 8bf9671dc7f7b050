package io.spinstream.netty;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import reactor.netty.http.server.HttpServer;

/**
 * Closes connections whose peer acknowledges nothing, because it has vanished or does not
 * read: {@code TCP_USER_TIMEOUT}, RFC 5482, if the transport has it.
 */
final class DeadPeerCustomizer {

	static final int TIMEOUT_MILLIS = 8_000;

	private DeadPeerCustomizer() {
	}

	static HttpServer customize(HttpServer server) {
		return Epoll.isAvailable() ? server.childOption(EpollChannelOption.TCP_USER_TIMEOUT, TIMEOUT_MILLIS) : server;
	}

}
