package io.spinstream.web;

import java.util.ArrayList;
import java.util.List;

import io.spinstream.spinner.Update;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RenderingErrorTests {

	private final List<Object> seen = new ArrayList<>();

	private final Flux<Update> updates = Flux.<Update>just(new Update.Started("spin"), new Update.Answer("42"))
		.concatWith(Flux.never())
		.doOnCancel(() -> this.seen.add("cancelled"));

	@Test
	void givesThePlaceBackAndCancelsTheWork() {
		DisposableServer server = HttpServer.create()
			.port(0)
			.handle(new ReactorHttpHandlerAdapter(stream(new StreamResponder(this::render))))
			.bindNow();
		try {
			HttpClient.create().port(server.port()).get().uri("/").response().onErrorComplete().block();
			await().untilAsserted(() -> assertThat(this.seen).containsExactly("cancelled", Outcome.CANCELLED));
		}
		finally {
			server.disposeNow();
		}
	}

	private HttpHandler stream(StreamResponder responder) {
		return (request, response) -> Mono.using(() -> new OpenStream(this.seen::add),
				(open) -> responder.respond(this.updates, TestSpinners.LINE, "run", response));
	}

	private String render(Update update, Object spinner, String run) {
		if (update instanceof Update.Answer) {
			throw new IllegalStateException("a rendering that cannot");
		}
		return "text";
	}

}
