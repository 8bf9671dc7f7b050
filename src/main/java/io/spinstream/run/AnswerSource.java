package io.spinstream.run;

import reactor.core.publisher.Mono;

/**
 * Where answers come from.
 */
@FunctionalInterface
public interface AnswerSource {

	/**
	 * Describe the computation of one answer.
	 * @param request the inputs
	 * @return the answer: cold (each subscription computes anew), cancellable, failing
	 * with {@link AnswerException} if readers may know the reason
	 */
	Mono<Answer> compute(AnswerRequest request);

}
