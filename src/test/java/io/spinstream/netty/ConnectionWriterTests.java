package io.spinstream.netty;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.spinstream.render.UpdateRenderer;
import io.spinstream.run.AnswerException;
import io.spinstream.spinner.Update;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.TestSpinners;
import io.spinstream.web.SpinStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.HttpResources;
import reactor.netty.http.server.HttpServer;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ConnectionWriterTests {

	private static final Update STARTED = new Update.Started("spin");

	private static final Update FRAME = TestSpinners.LINE.frame(0);

	private static final Update ANSWER = new Update.Answer("42");

	private final NettySpinStreamWriter writer = new NettySpinStreamWriter(
			new LoopTimer(HttpResources.get().onServer(true)));

	private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

	private UpdateRenderer renderer = (update, spinner, run) -> update.getClass().getSimpleName() + "\n";

	private DisposableServer server;

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	@Test
	void writesAllUpdatesAndServesTheNextRequest() throws Exception {
		serve(this::write, Flux.just(STARTED, FRAME, ANSWER));
		try (RawClient client = new RawClient(this.server.port())) {
			for (int request = 0; request < 3; request++) {
				client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").nextResponse(true);
				assertThat(client.rest()).isEqualTo("Started\nFrame\nAnswer\n");
			}
		}
	}

	@Test
	void theExchangeCompletesWithTheHeadAndTheStreamGoesOn() throws Exception {
		Sinks.Many<Update> updates = Sinks.many().unicast().onBackpressureBuffer();
		serve((stream, response) -> write(stream, response).doOnSuccess((done) -> this.seen.add("completed")),
				updates.asFlux());
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			updates.tryEmitNext(STARTED);
			await().until(() -> this.seen.contains("completed"));
			assertThat(client.status()).isEqualTo(200);
			updates.tryEmitNext(ANSWER);
			updates.tryEmitComplete();
			assertThat(client.rest()).isEqualTo("Started\nAnswer\n");
		}
	}

	@Test
	void anErrorInsteadOfTheFirstUpdateIsTheErrorOfTheExchange() throws Exception {
		serve((stream, response) -> write(stream, response).onErrorResume((refusal) -> {
			response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
			return response.setComplete();
		}), Flux.error(new IllegalStateException("refused")));
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			assertThat(client.status()).isEqualTo(503);
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void anUpdateThatCannotBeRenderedEndsTheConnectionAndTheStream() throws Exception {
		this.renderer = (update, spinner, run) -> {
			if (update instanceof Update.Answer) {
				throw new IllegalStateException("cannot be rendered");
			}
			return "text";
		};
		serve(this::write, Flux.just(STARTED, ANSWER).concatWith(Flux.never()));
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			assertThat(client.isClosedWithin(20_000)).isTrue();
		}
		await().untilAsserted(() -> assertThat(this.seen).containsExactly("cancelled"));
	}

	@Test
	void aFirstUpdateThatCannotBeRenderedEndsTheConnectionAndTheStream() throws Exception {
		this.renderer = (update, spinner, run) -> {
			if (update instanceof Update.Started) {
				throw new IllegalStateException("cannot be rendered");
			}
			return "text";
		};
		serve(this::write, Flux.just(STARTED).concatWith(Flux.never()));
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			assertThat(client.isClosedWithin(20_000)).isTrue();
		}
		await().untilAsserted(() -> assertThat(this.seen).containsExactly("cancelled"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1", "HTTP/1.0" })
	void aStreamThatIsBrokenOffHasNoEnd(String version) throws Exception {
		serve(this::write, Flux.just(STARTED).concatWith(Mono.error(new AnswerException("moved"))));
		try (RawClient client = new RawClient(this.server.port())) {
			client.send("GET / " + version + "\r\nHost: localhost\r\n\r\n");
			assertThatIOException().isThrownBy(client::rest);
		}
	}

	@Test
	void aReaderWhoLeavesCancelsTheStream() throws Exception {
		serve(this::write, Flux.just(STARTED).concatWith(Flux.never()));
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			assertThat(client.status()).isEqualTo(200);
		}
		await().untilAsserted(() -> assertThat(this.seen).containsExactly("cancelled"));
	}

	@Test
	void aReaderWhoLeavesWhileTheCommitIsDelayedCancelsTheStream() throws Exception {
		serve((stream, response) -> {
			response.beforeCommit(() -> Mono.<Void>never().doOnSubscribe((begin) -> this.seen.add("committing")));
			return write(stream, response);
		}, Flux.just(STARTED).concatWith(Flux.never()));
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			await().until(() -> this.seen.contains("committing"));
			client.reset();
		}
		await().untilAsserted(() -> assertThat(this.seen).containsExactly("committing", "cancelled"));
	}

	@Test
	void aStreamThatEndsWhileTheCommitIsDelayedIsWrittenWhole() throws Exception {
		Sinks.Empty<Void> commit = Sinks.empty();
		serve((stream, response) -> {
			response.beforeCommit(() -> commit.asMono().doOnSubscribe((begin) -> this.seen.add("committing")));
			return write(stream, response);
		}, Flux.just(ANSWER));
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			await().until(() -> this.seen.contains("committing"));
			commit.tryEmitEmpty();
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.rest()).isEqualTo("Answer\n");
		}
	}

	@Test
	void aReaderWhoLeavesBetweenTheCommitAndTheEndOfTheExchangeCancelsTheStream() throws Exception {
		serve((stream, response) -> write(stream, response).then(Mono.never()),
				Flux.just(STARTED).concatWith(Flux.never()));
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			assertThat(client.status()).isEqualTo(200);
			client.reset();
		}
		await().untilAsserted(() -> assertThat(this.seen).containsExactly("cancelled"));
	}

	@Test
	void aHeadThatCannotBeSentCancelsTheStream() {
		serve((stream, response) -> {
			ChannelOperations<?, ?> connection = ServerHttpResponseDecorator.getNativeResponse(response);
			response.beforeCommit(() -> Mono.fromRunnable(connection.channel()::close));
			return write(stream, response);
		}, Flux.just(STARTED).concatWith(Flux.never()));
		try (RawClient _ = RawClient.get(this.server.port(), "/")) {
			await().untilAsserted(() -> assertThat(this.seen).containsExactly("cancelled"));
		}
	}

	@Test
	void anExchangeThatIsCancelledBeforeTheCommitCancelsTheStream() throws Exception {
		serve((stream, response) -> Mono.firstWithSignal(write(stream, response), Mono.empty()), Flux.never());
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.rest()).isEmpty();
		}
		assertThat(this.seen).containsExactly("cancelled");
	}

	@Test
	void aDecoratedResponseIsLeftToThePlainWriter() throws Exception {
		serve((stream, response) -> write(stream, new ServerHttpResponseDecorator(response))
			.doOnSuccess((done) -> this.seen.add("completed")), Flux.just(STARTED, FRAME, ANSWER));
		try (RawClient client = RawClient.get(this.server.port(), "/")) {
			assertThat(client.rest()).isEqualTo("Started\nFrame\nAnswer\n");
		}
		await().untilAsserted(() -> assertThat(this.seen).containsExactly("completed"));
	}

	private void serve(Exchange exchange, Flux<Update> updates) {
		SpinStream stream = new SpinStream(TestSpinners.LINE, "run", () -> "",
				(update, spinner, run) -> this.renderer.render(update, spinner, run),
				(loop) -> updates.doOnCancel(() -> this.seen.add("cancelled")));
		HttpHandler exchanges = (request, response) -> exchange.handle(stream, response);
		this.server = HttpServer.create()
			.port(0)
			.handle(new ReactorHttpHandlerAdapter(Handover.around(exchanges)))
			.bindNow();
	}

	private Mono<Void> write(SpinStream stream, ServerHttpResponse response) {
		return this.writer.write(Mono.just(stream), ResolvableType.forClass(SpinStream.class),
				MediaType.TEXT_EVENT_STREAM, response, Map.of());
	}

	@FunctionalInterface
	private interface Exchange {

		Mono<Void> handle(SpinStream stream, ServerHttpResponse response);

	}

}
