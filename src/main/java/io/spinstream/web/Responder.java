package io.spinstream.web;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Answers a request in one format.
 */
@FunctionalInterface
interface Responder {

	/**
	 * Write the updates of a stream, as they come or when they are complete.
	 * @param updates what the stream says
	 * @param spinner what it shows
	 * @param run the name of the run whose answer it waits for
	 * @param response where it goes, not yet committed
	 * @return completion, when everything is written
	 */
	Mono<Void> respond(Flux<Update> updates, Spinner spinner, String run, ServerHttpResponse response);

}
