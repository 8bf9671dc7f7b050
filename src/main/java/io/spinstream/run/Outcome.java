package io.spinstream.run;

import reactor.core.publisher.Mono;

/**
 * How a computation ended.
 *
 * @param answer the answer, or its failure
 * @param size bytes of heap that the answer takes
 */
record Outcome(Mono<Answer> answer, long size) {

	static Outcome of(Answer answer) {
		return new Outcome(Mono.just(answer), answer.bytes().length);
	}

	static Outcome of(AnswerException failure) {
		return new Outcome(Mono.error(failure), (long) failure.reason().length() * Character.BYTES);
	}

}
