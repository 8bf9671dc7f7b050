package io.spinstream.run;

import java.util.List;

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
	 * @param progress where the work may tell how far it is
	 * @return the answer: cold (each subscription computes anew), cancellable, failing
	 * with {@link AnswerException} if readers may know the reason
	 */
	Mono<Answer> compute(AnswerRequest request, Progress progress);

	/**
	 * Refuse inputs that cannot be worked with. Called before a run begins; must not
	 * block. By itself, it refuses a request without one of the {@code parameters}.
	 * @param request the inputs; the body is not read yet
	 * @throws InvalidInputException if an input breaks a rule
	 */
	default void check(AnswerRequest request) {
		for (String name : parameters()) {
			if (!request.parameters().containsKey(name)) {
				throw new InvalidInputException(name, null, "must be given, since the answer depends on it");
			}
		}
	}

	/**
	 * Name the parameters that a request must have.
	 * @return the names, in the order in which a form shows them
	 */
	default List<String> parameters() {
		return List.of();
	}

}
