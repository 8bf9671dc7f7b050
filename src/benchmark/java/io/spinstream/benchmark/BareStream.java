package io.spinstream.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/**
 * A stream of the bare server, which answers every request with frames, and then with the
 * answer.
 */
final class BareStream extends SimpleChannelInboundHandler<ByteBuf> {

	private static final ByteBuf HEAD = encoded(
			"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");

	private static final ByteBuf[] FRAMES = Stream.of("|", "/", "-", "\\")
		.map((look) -> encoded("13\r\ndata: " + look + " thinking!\n\n\r\n"))
		.toArray(ByteBuf[]::new);

	private static final ByteBuf END = encoded("20\r\nevent: answer\ndata: Answer: 42\n\n\r\n0\r\n\r\n");

	private final Channel channel;

	private final long frames;

	private int tick;

	BareStream(Channel channel, long frames) {
		this.channel = channel;
		this.frames = frames;
	}

	private static ByteBuf encoded(String text) {
		return Unpooled
			.unreleasableBuffer(Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, ByteBuf request) {
		this.tick = 0;
		this.channel.write(HEAD.duplicate(), this.channel.voidPromise());
		spin();
		BareWheel.of(this.channel.eventLoop()).add(this);
	}

	/**
	 * Write the next frame, unless the connection has too many unsent bytes. The end
	 * follows the last frame.
	 * @return whether the connection is open and gets more
	 */
	boolean spin() {
		if (this.channel.isWritable()) {
			this.channel.write(FRAMES[this.tick++ % FRAMES.length].duplicate(), this.channel.voidPromise());
			if (this.tick == this.frames) {
				this.channel.write(END.duplicate(), this.channel.voidPromise());
			}
			this.channel.flush();
		}
		return this.tick < this.frames && this.channel.isActive();
	}

}
