package io.spinstream.fleet;

import java.util.List;
import java.util.Map;

import io.spinstream.run.AnswerRequest;
import io.spinstream.run.Life;
import reactor.core.publisher.Mono;

/**
 * What another replica needs to compute a run.
 *
 * @param method the HTTP method of the request that began it
 * @param parameters its query parameters
 * @param headers those of its headers that are passed on
 * @param body its body, empty if there is none; must not be changed by anybody
 * @param life what becomes of the run when nobody reads it
 */
public record Inputs(String method, Map<String, String> parameters, Map<String, List<String>> headers, byte[] body,
		Life life) {

	/**
	 * Take the inputs from a request.
	 * @param request the request
	 * @param life what becomes of the run
	 * @return the inputs, when the body has been read
	 */
	static Mono<Inputs> of(AnswerRequest request, Life life) {
		return request.body()
			.defaultIfEmpty(new byte[0])
			.map((body) -> new Inputs(request.method(), request.parameters(), request.headers(), body, life));
	}

	/**
	 * Change what becomes of the run.
	 * @param now the life of now
	 * @return the same inputs of a run that lives so
	 */
	Inputs living(Life now) {
		return (this.life == now) ? this : new Inputs(this.method, this.parameters, this.headers, this.body, now);
	}

	/**
	 * Return the inputs as a request.
	 * @return a request that can be computed at any time
	 */
	AnswerRequest request() {
		return new AnswerRequest(this.method, this.parameters, this.headers,
				(this.body.length > 0) ? Mono.just(this.body) : Mono.empty());
	}

}
