package io.spinstream.netty;

import java.util.Date;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.MediaType;

/**
 * Makes a problem of the bare 400 that Spring sends for a request target that is no URI.
 * No filter and no exception handler sees such a request.
 */
final class MalformedTarget {

	/** If it is present, the request was handled, and something else has refused it. */
	private static final String SET_BY_A_FILTER = "Content-Security-Policy";

	private static final String PROBLEM = """
			{"detail":"the request target must be a URI","status":400,"title":"Bad Request"}""";

	private MalformedTarget() {
	}

	static HttpServer customize(HttpServer server) {
		return server.mapHandle((exchange, connection) -> exchange.then(Mono.defer(() -> explain(connection))));
	}

	private static Mono<Void> explain(Connection connection) {
		HttpServerResponse response = (HttpServerResponse) connection;
		if (response.hasSentHeaders() || !response.status().equals(HttpResponseStatus.BAD_REQUEST)
				|| response.responseHeaders().contains(SET_BY_A_FILTER)) {
			return Mono.empty();
		}
		return response.header(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
			.header("X-Content-Type-Options", "nosniff")
			.header(HttpHeaderNames.DATE, DateFormatter.format(new Date()))
			.sendString(Mono.just(PROBLEM))
			.then();
	}

}
