package io.spinstream.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.spinstream.spinner.Update;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.codec.HttpMessageWriter;

/**
 * Writes streams by means of WebFlux alone: each update is a buffer that is flushed.
 */
public final class SpinStreamWriter implements HttpMessageWriter<SpinStream> {

	@Override
	public List<MediaType> getWritableMediaTypes() {
		return List.of(Format.SSE.mediaType(), Format.TEXT.mediaType());
	}

	@Override
	public boolean canWrite(ResolvableType elementType, @Nullable MediaType mediaType) {
		return elementType.toClass() == SpinStream.class;
	}

	@Override
	public Mono<Void> write(Publisher<? extends SpinStream> streams, ResolvableType elementType,
			@Nullable MediaType mediaType, ReactiveHttpOutputMessage message, Map<String, Object> hints) {
		return Mono.from(streams).flatMap((stream) -> write(stream, message));
	}

	/**
	 * Cancels the stream when the write fails. Spring does not, if the response cannot be
	 * committed or the connection is closed before the first buffer.
	 */
	private static Mono<Void> write(SpinStream stream, ReactiveHttpOutputMessage message) {
		Sinks.Empty<Void> failed = Sinks.empty();
		return message.writeAndFlushWith(buffers(stream, message).takeUntilOther(failed.asMono()))
			.doOnError((failure) -> failed.tryEmitEmpty());
	}

	private static Flux<Mono<DataBuffer>> buffers(SpinStream stream, ReactiveHttpOutputMessage message) {
		Screen screen = stream.screen();
		return stream.updates().apply(Schedulers.single()).map((update) -> Mono.just(buffer(screen, update, message)));
	}

	private static DataBuffer buffer(Screen screen, Update update, ReactiveHttpOutputMessage message) {
		return message.bufferFactory().wrap(screen.render(update).getBytes(StandardCharsets.UTF_8));
	}

}
