package io.spinstream.benchmark;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * A baseline: close to the lowest cost of a frame in Java. It parses no request, and
 * answers each with the bytes of one fixed response, which ends after as many frames as
 * its argument says.
 */
final class BareNettyServer {

	private BareNettyServer() {
	}

	static void main(String[] arguments) {
		long frames = (arguments.length > 0) ? Long.parseLong(arguments[0]) : Long.MAX_VALUE;
		IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
		EventLoopGroup loops = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), io);
		new ServerBootstrap().group(loops)
			.channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new BareStream(channel, frames));
				}

			})
			.bind(Integer.parseInt(System.getenv("SERVER_PORT")))
			.syncUninterruptibly();
	}

}
