package io.spinstream.run;

import reactor.core.publisher.Mono;

/**
 * How a run ended.
 */
public sealed interface Outcome {

	/**
	 * Return the answer to those who wait for it.
	 * @return the answer or the failure
	 */
	Mono<Answer> signal();

	/**
	 * Return what it takes to keep the outcome.
	 * @return bytes of heap that the answer takes
	 */
	long size();

	/**
	 * There is an answer.
	 *
	 * @param answer the answer
	 */
	record Answered(Answer answer) implements Outcome {

		@Override
		public Mono<Answer> signal() {
			return Mono.just(this.answer);
		}

		@Override
		public long size() {
			return this.answer.bytes().length;
		}

	}

	/**
	 * There is none.
	 *
	 * @param failure why
	 */
	record Failed(AnswerException failure) implements Outcome {

		@Override
		public Mono<Answer> signal() {
			return Mono.error(this.failure);
		}

		@Override
		public long size() {
			return (long) this.failure.reason().length() * Character.BYTES;
		}

	}

}
