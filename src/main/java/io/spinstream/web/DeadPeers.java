package io.spinstream.web;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Lets go of readers that have gone without a word, and of those that do not read:
 * {@code TCP_USER_TIMEOUT}, RFC 5482, where the transport has it.
 */
@Component
final class DeadPeers implements NettyServerCustomizer {

	static final int TIMEOUT_MILLIS = 8_000;

	@Override
	public HttpServer apply(HttpServer server) {
		return Epoll.isAvailable() ? server.childOption(EpollChannelOption.TCP_USER_TIMEOUT, TIMEOUT_MILLIS) : server;
	}

}
