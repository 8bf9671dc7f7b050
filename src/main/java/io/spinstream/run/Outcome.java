package io.spinstream.run;

import java.lang.System.Logger.Level;

import io.spinstream.run.AnswerException.Kind;
import reactor.core.publisher.Mono;

/**
 * How a run ended.
 */
public sealed interface Outcome {

	/**
	 * End with a failure.
	 * @param failure what broke the work. Readers get the reason of an
	 * {@link AnswerException}; anything else is logged
	 * @return the outcome
	 */
	static Outcome of(Throwable failure) {
		if (failure instanceof AnswerException explained) {
			return new Failed(explained);
		}
		System.getLogger(Outcome.class.getName()).log(Level.WARNING, "The answer could not be computed", failure);
		return new Failed(new AnswerException("the answer could not be computed"));
	}

	/**
	 * End without an answer and without a failure.
	 * @return the outcome, which is a failure
	 */
	static Outcome none() {
		return new Failed(new AnswerException("the work ended without an answer"));
	}

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
	 * Tell whether all replicas tell this outcome.
	 * @return {@code false} if another one may tell another outcome
	 */
	boolean isFinal();

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

		@Override
		public boolean isFinal() {
			return true;
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

		@Override
		public boolean isFinal() {
			return this.failure.kind() != Kind.MOVED && this.failure.kind() != Kind.LOST;
		}

	}

}
