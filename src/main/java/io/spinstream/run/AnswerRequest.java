package io.spinstream.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The inputs of a run.
 *
 * @param parameters the parameters of the request that began the run, by name, without
 * those that concern the spinner
 */
public record AnswerRequest(Map<String, String> parameters) {

	/**
	 * Copy the parameters, in their order.
	 */
	public AnswerRequest {
		parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
	}

}
