package io.spinstream.netty;

import java.util.List;
import java.util.Map;

import io.spinstream.render.UpdateRenderer;
import io.spinstream.spinner.Spinner;
import io.spinstream.web.SpinStream;
import io.spinstream.web.SpinStreamWriter;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;
import reactor.util.context.ContextView;

import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.util.ConcurrentLruCache;

/**
 * Writes streams straight into their connections. A response that somebody has decorated
 * is left to the plain writer.
 */
final class NettySpinStreamWriter implements HttpMessageWriter<SpinStream> {

	private static final int SPINNERS = 256;

	private final SpinStreamWriter plain = new SpinStreamWriter();

	private final ConcurrentLruCache<Rendering, EncodedFrames> encoded = new ConcurrentLruCache<>(SPINNERS,
			Rendering::encode);

	private final LoopTimer timer;

	/**
	 * Create a writer.
	 * @param timer knows the scheduler of each event loop
	 */
	NettySpinStreamWriter(LoopTimer timer) {
		this.timer = timer;
	}

	@Override
	public List<MediaType> getWritableMediaTypes() {
		return this.plain.getWritableMediaTypes();
	}

	@Override
	public boolean canWrite(ResolvableType elementType, @Nullable MediaType mediaType) {
		return this.plain.canWrite(elementType, mediaType);
	}

	@Override
	public Mono<Void> write(Publisher<? extends SpinStream> streams, ResolvableType elementType,
			@Nullable MediaType mediaType, ReactiveHttpOutputMessage message, Map<String, Object> hints) {
		return Mono.deferContextual((context) -> isOfReactorNetty(message, context)
				? Mono.from(streams)
					.flatMap((stream) -> write(stream, (AbstractServerHttpResponse) message,
							context.get(Handover.class)))
				: this.plain.write(streams, elementType, mediaType, message, hints));
	}

	private static boolean isOfReactorNetty(ReactiveHttpOutputMessage message, ContextView context) {
		return context.hasKey(Handover.class) && message instanceof AbstractServerHttpResponse response
				&& response.getNativeResponse() instanceof ChannelOperations;
	}

	private Mono<Void> write(SpinStream stream, AbstractServerHttpResponse response, Handover handover) {
		ChannelOperations<?, ?> connection = response.getNativeResponse();
		EncodedFrames frames = this.encoded.get(new Rendering(stream.spinner(), stream.renderer()));
		return handover.start(new ConnectionWriter(stream, response, frames),
				this.timer.of(connection.channel().eventLoop()));
	}

	private record Rendering(Spinner spinner, UpdateRenderer renderer) {

		EncodedFrames encode() {
			return new EncodedFrames(this.spinner.frames()
				.stream()
				.map((frame) -> this.renderer.render(frame, this.spinner, ""))
				.toList());
		}

	}

}
