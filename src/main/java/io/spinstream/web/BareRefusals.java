package io.spinstream.web;

import java.util.Map;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.MediaType;

/**
 * What Spring refuses without a word, where no filter or exception handler sees it:
 * targets that are no URI, and origins that may not read.
 */
final class BareRefusals {

	private static final Map<Integer, String> DETAILS = Map.of(400, "the request target must be a URI", 403,
			"this origin may not read from here");

	private BareRefusals() {
	}

	/**
	 * Put the word in.
	 * @param response a response that is complete
	 * @return completion, after a problem if the response is a bare refusal
	 */
	static Mono<Void> explained(HttpServerResponse response) {
		HttpResponseStatus status = response.status();
		String detail = DETAILS.get(status.code());
		if (response.hasSentHeaders() || detail == null
				|| response.responseHeaders().contains(HttpHeaderNames.CONTENT_TYPE)) {
			return Mono.empty();
		}
		return response.header(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
			.header("X-Content-Type-Options", "nosniff")
			.sendString(Mono.just("{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}".formatted(status.reasonPhrase(),
					status.code(), detail)))
			.then();
	}

}
