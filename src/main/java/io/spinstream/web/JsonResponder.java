package io.spinstream.web;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Writes the answer alone, as JSON; a failure becomes a problem.
 */
final class JsonResponder implements Responder {

	private final JsonMapper mapper;

	JsonResponder(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public Mono<Void> respond(Flux<Update> updates, Spinner spinner, String run, ServerHttpResponse response) {
		return response.writeWith(updates.last().handle((last, body) -> {
			switch (last) {
				case Update.Answer(String text) -> body.next(json(text, response));
				case Update.Failure(String reason) -> body.error(Refusal.failed(reason));
				case Update.Started _, Update.Frame _ -> body.error(new IllegalStateException("no outcome"));
			}
		}));
	}

	private DataBuffer json(String answer, ServerHttpResponse response) {
		return response.bufferFactory().wrap(this.mapper.writeValueAsBytes(new Body(answer)));
	}

	private record Body(String answer) {
	}

}
