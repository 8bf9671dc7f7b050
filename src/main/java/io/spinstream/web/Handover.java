package io.spinstream.web;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;

/**
 * Hands a response over from WebFlux to its connection when the head is complete: nothing
 * of an exchange lives as long as its stream.
 */
@Component
final class Handover implements NettyServerCustomizer {

	private static final AttributeKey<Mono<Void>> BODY = AttributeKey.valueOf(Handover.class, "body");

	@Override
	public HttpServer apply(HttpServer server) {
		return server.mapHandle((exchange, connection) -> exchange.switchIfEmpty(Mono.defer(() -> body(connection))));
	}

	private static Mono<Void> body(Connection connection) {
		Mono<Void> body = connection.channel().attr(BODY).getAndSet(null);
		return (body != null) ? body : BareRefusals.explained((HttpServerResponse) connection);
	}

	/**
	 * Complete the exchange, and let a body follow that it does not know.
	 * @param response the response, its head complete
	 * @param body writes the body to the connection; subscribed to at once, on its event
	 * loop
	 * @return completion of the exchange
	 */
	static Mono<Void> after(ServerHttpResponse response, Mono<Void> body) {
		channel(response).attr(BODY).set(body);
		return response.setComplete();
	}

	/**
	 * Find the connection below a response.
	 * @param response the response
	 * @return its channel
	 */
	static Channel channel(ServerHttpResponse response) {
		ChannelOperations<?, ?> connection = ServerHttpResponseDecorator.getNativeResponse(response);
		return connection.channel();
	}

}
