package io.spinstream.netty;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.spinstream.run.AnswerException;
import io.spinstream.spinner.Update;
import io.spinstream.web.Screen;
import io.spinstream.web.SpinStream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.AbstractServerHttpResponse;

/**
 * Writes the updates of one stream into its connection. The first update commits the
 * response. Updates come, and are written, on the event loop of the connection alone: the
 * order on the wire is the order of the updates.
 */
final class ConnectionWriter extends BaseSubscriber<Update> {

	private final Sinks.Empty<Void> committed = Sinks.unsafe().empty();

	private final Sinks.Empty<Void> ended = Sinks.unsafe().empty();

	private final SpinStream stream;

	private final Screen screen;

	private final AbstractServerHttpResponse response;

	private final EncodedFrames encoded;

	private final HttpServerResponse connection;

	private final Channel channel;

	private @Nullable FrameWriter frames;

	private boolean isCompleted;

	/**
	 * Create a writer.
	 * @param stream the stream
	 * @param response its response, not committed, of Reactor Netty
	 * @param encoded the frames of its spinner
	 */
	ConnectionWriter(SpinStream stream, AbstractServerHttpResponse response, EncodedFrames encoded) {
		this.stream = stream;
		this.screen = stream.screen();
		this.response = response;
		this.encoded = encoded;
		this.connection = response.getNativeResponse();
		this.channel = ((ChannelOperations<?, ?>) this.connection).channel();
	}

	/**
	 * Subscribe to the updates.
	 * @param loop the event loop of the connection
	 * @return completes when the response is committed; fails if the stream fails before
	 * its first update; cancelling ends the stream
	 */
	Mono<Void> start(Scheduler loop) {
		onLoop(() -> this.stream.updates().apply(loop).subscribe(this));
		return this.committed.asMono().doOnCancel(this::dispose);
	}

	/**
	 * Wait for the end of a stream whose response is committed.
	 * @return completion after the last write; completion at once if nothing was
	 * committed
	 */
	Mono<Void> end() {
		return (this.frames != null) ? this.ended.asMono() : Mono.empty();
	}

	private void onLoop(Runnable task) {
		if (this.channel.eventLoop().inEventLoop()) {
			task.run();
		}
		else {
			this.channel.eventLoop().execute(task);
		}
	}

	/** One update, the first: no more before the response is committed. */
	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		subscription.request(1);
	}

	@Override
	protected void hookOnNext(Update update) {
		if (this.frames == null) {
			commit(update);
		}
		else if (update instanceof Update.Frame frame) {
			write(frame, this.frames);
		}
		else {
			write(update);
		}
	}

	private void write(Update.Frame frame, FrameWriter writer) {
		if (this.screen.showsMessage()) {
			writer.write(frame);
		}
		else if (this.channel.isWritable()) {
			write(frame);
			this.channel.flush();
		}
	}

	private void commit(Update first) {
		this.connection.compression(false).chunkedTransfer(this.connection.version().isKeepAliveDefault());
		this.response.setComplete()
			.subscribe(null, (failure) -> onLoop(() -> abort(failure)), () -> onLoop(() -> begin(first)));
	}

	private void abort(Throwable failure) {
		cancel();
		this.committed.tryEmitError(failure);
		this.ended.tryEmitError(failure);
	}

	private void begin(Update first) {
		if (isCancelled()) {
			return;
		}
		this.connection.then().subscribe(null, this::abort);
		if (isCancelled()) { // The head could not be sent.
			return;
		}
		this.frames = new FrameWriter(this.encoded, this.channel, this.connection);
		onNext(first);
		requestUnbounded();
		this.committed.tryEmitEmpty();
		if (this.isCompleted) {
			complete();
		}
	}

	/** A subscriber that has completed counts as disposed too. */
	private boolean isCancelled() {
		return isDisposed() && !this.isCompleted;
	}

	private void write(Update update) {
		ByteBuf text = Unpooled.wrappedBuffer(this.screen.render(update).getBytes(StandardCharsets.UTF_8));
		this.channel.write(new DefaultHttpContent(text));
		if (update instanceof Update.Started) {
			// Flushed later, so that the first frame leaves with it if it follows at
			// once.
			this.channel.eventLoop().execute(this.channel::flush);
		}
	}

	/** May come while the commit is delayed, before the first update is written. */
	@Override
	protected void hookOnComplete() {
		this.isCompleted = true;
		if (this.frames != null) {
			complete();
		}
	}

	/** The outcome leaves with the last chunk, or before it if the exchange goes on. */
	private void complete() {
		this.ended.tryEmitEmpty();
		this.channel.flush();
	}

	@Override
	protected void hookOnError(Throwable failure) {
		if (failure instanceof AnswerException && this.frames != null) {
			breakOff();
		}
		else {
			((this.frames != null) ? this.ended : this.committed).tryEmitError(failure);
		}
	}

	/**
	 * Ends the connection so that the client sees that something is missing: the last
	 * chunk, or, without chunks, an orderly end.
	 */
	private void breakOff() {
		if (!this.connection.version().isKeepAliveDefault()) {
			this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
		}
		this.channel.close();
	}

}
