package io.spinstream.run;

import reactor.core.publisher.Mono;

/**
 * Where answers come from.
 */
@FunctionalInterface
public interface AnswerSource {

	/**
	 * Describe the computation of one answer. It must not block the thread that
	 * subscribes to it, which may be the one that writes the frames: work that blocks is
	 * to be subscribed on a scheduler of its own.
	 * @param request the inputs
	 * @return the answer: cold (each subscription computes anew), cancellable, failing
	 * with {@link AnswerException} if readers may know the reason
	 */
	Mono<Answer> compute(AnswerRequest request);

}
