package io.spinstream.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

/**
 * The inputs of a run.
 *
 * @param method the HTTP method of the request that began the run: {@code GET} or
 * {@code POST}
 * @param parameters its query parameters by name, without those that concern the spinner
 * @param headers those of its headers that are passed on, by name
 * @param body its body, which completes empty if there is none. For any number of
 * subscribers: the body is read from the connection once. It has been read when the work
 * starts
 */
public record AnswerRequest(String method, Map<String, String> parameters, Map<String, List<String>> headers,
		Mono<byte[]> body) {

	/**
	 * Copy the parameters and the headers, in their order.
	 */
	public AnswerRequest {
		parameters = copy(parameters);
		headers = copy(headers);
	}

	private static <V> Map<String, V> copy(Map<String, V> values) {
		return values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

	/**
	 * Create the inputs of a run that was begun by {@code GET}.
	 * @param parameters query parameters by name
	 */
	public AnswerRequest(Map<String, String> parameters) {
		this("GET", parameters, Map.of(), Mono.empty());
	}

}
