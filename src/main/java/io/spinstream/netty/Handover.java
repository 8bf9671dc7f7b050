package io.spinstream.netty;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Lets an exchange complete when its response is committed, while the stream goes on:
 * nothing of WebFlux lives as long as a stream. There is one for each request, in its
 * Reactor context.
 */
final class Handover {

	private volatile @Nullable ConnectionWriter writer;

	private Handover() {
	}

	/**
	 * Let streams go on after their exchange.
	 * @param exchanges handles the exchanges
	 * @return handles the exchanges and, after each, its stream
	 */
	static HttpHandler around(HttpHandler exchanges) {
		return (request, response) -> Mono.defer(() -> handle(exchanges, request, response));
	}

	private static Mono<Void> handle(HttpHandler exchanges, ServerHttpRequest request, ServerHttpResponse response) {
		Handover handover = new Handover();
		return Mono.defer(() -> exchanges.handle(request, response))
			.then(Mono.defer(() -> handover.goOn(request)))
			.doFinally((signal) -> handover.dispose())
			.contextWrite((context) -> context.put(Handover.class, handover));
	}

	/** Spring keeps the request for as long as the stream; its exchange need not stay. */
	private static void release(ServerHttpRequest request) {
		if (request instanceof AbstractServerHttpRequest ended) {
			ended.setAttributesSupplier(Map::of);
		}
	}

	/**
	 * Start a stream. It ends at the latest when its connection does.
	 * @param started writes the stream
	 * @param loop the event loop of the connection
	 * @return completion when the response is committed
	 */
	Mono<Void> start(ConnectionWriter started, Scheduler loop) {
		this.writer = started;
		return started.start(loop);
	}

	private Mono<Void> goOn(ServerHttpRequest request) {
		release(request);
		ConnectionWriter started = this.writer;
		return (started != null) ? started.end() : Mono.empty();
	}

	private void dispose() {
		ConnectionWriter started = this.writer;
		if (started != null) {
			started.dispose();
		}
	}

}
