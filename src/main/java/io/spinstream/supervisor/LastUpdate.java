package io.spinstream.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import io.spinstream.spinner.Update;
import reactor.core.publisher.Mono;

/**
 * The last update of a stream.
 */
final class LastUpdate {

	private static final Logger logger = System.getLogger(LastUpdate.class.getName());

	private static final Update EMPTY = new Update.Failure("the work ended without an answer");

	private LastUpdate() {
	}

	/**
	 * Turn any end of an answer into the update that tells it.
	 * @param answer the answer, its failure or its emptiness
	 * @return exactly one update, or cancellation
	 */
	static Mono<Update> of(Mono<String> answer) {
		return answer.<Update>map(Update.Answer::new)
			.onErrorResume((failure) -> Mono.just(new Update.Failure(reason(failure))))
			.defaultIfEmpty(EMPTY);
	}

	private static String reason(Throwable failure) {
		if (failure instanceof AnswerException told) {
			return String.valueOf(told.getMessage());
		}
		logger.log(Level.WARNING, "The answer could not be computed", failure);
		return "the answer could not be computed";
	}

}
