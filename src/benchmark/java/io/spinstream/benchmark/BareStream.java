package io.spinstream.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/**
 * A stream of the bare server, which answers every request with frames.
 */
final class BareStream extends SimpleChannelInboundHandler<ByteBuf> {

	private static final ByteBuf HEAD = encoded(
			"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");

	private static final ByteBuf[] FRAMES = Stream.of("|", "/", "-", "\\")
		.map((look) -> encoded("13\r\ndata: " + look + " thinking!\n\n\r\n"))
		.toArray(ByteBuf[]::new);

	private final Channel channel;

	private int tick;

	BareStream(Channel channel) {
		this.channel = channel;
	}

	private static ByteBuf encoded(String text) {
		return Unpooled
			.unreleasableBuffer(Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, ByteBuf request) {
		this.channel.write(HEAD.duplicate(), this.channel.voidPromise());
		spin();
		BareWheel.of(this.channel.eventLoop()).add(this);
	}

	/**
	 * Write the next frame, unless the connection has too many unsent bytes.
	 * @return whether the connection is open
	 */
	boolean spin() {
		if (this.channel.isWritable()) {
			this.channel.writeAndFlush(FRAMES[this.tick++ % FRAMES.length].duplicate(), this.channel.voidPromise());
		}
		return this.channel.isActive();
	}

}
