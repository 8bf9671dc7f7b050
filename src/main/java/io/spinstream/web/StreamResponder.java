package io.spinstream.web;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.ConcurrentLruCache;

/**
 * Writes each update as it comes: frames by the {@link FramePath} once it is free,
 * everything else as the connection writes any body.
 */
final class StreamResponder implements Responder {

	private static final int SPINNERS = 256;

	private final StreamRendering rendering;

	private final ConcurrentLruCache<Spinner, EncodedFrames> encoded;

	StreamResponder(StreamRendering rendering) {
		this.rendering = rendering;
		this.encoded = new ConcurrentLruCache<>(SPINNERS, this::encode);
	}

	private EncodedFrames encode(Spinner spinner) {
		return new EncodedFrames(
				spinner.frames().stream().map((frame) -> this.rendering.render(frame, spinner, "")).toList());
	}

	@Override
	public Mono<Void> respond(Flux<Update> updates, Spinner spinner, String run, ServerHttpResponse response) {
		HttpServerResponse connection = ServerHttpResponseDecorator.getNativeResponse(response);
		FramePath path = new FramePath(this.encoded.get(spinner), connection);
		Flux<ByteBuf> rest = updates.handle((update, body) -> {
			if (!(update instanceof Update.Frame frame)) {
				body.next(path.after(encode(this.rendering.render(update, spinner, run))));
			}
			else if (!path.write(frame)) {
				body.next(path.longWay(frame));
			}
		});
		return connection.send(rest, (bytes) -> true).then();
	}

	private static ByteBuf encode(String text) {
		return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
	}

}
