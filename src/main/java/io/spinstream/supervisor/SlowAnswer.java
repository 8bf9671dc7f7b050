package io.spinstream.supervisor;

import java.time.Duration;
import java.util.Locale;

import reactor.core.publisher.Mono;

/**
 * How an answer comes to be.
 */
@FunctionalInterface
public interface SlowAnswer {

	/**
	 * Describe the computation of one answer.
	 * @return the answer: cold (each subscription computes anew), cancellable, failing
	 * with {@link AnswerException} for reasons that can be told
	 */
	Mono<String> compute();

	/**
	 * Pretend to work: the slow function of the seeds.
	 * @param value the answer
	 * @param delay how long it takes
	 * @return the slow answer
	 */
	static SlowAnswer delayed(String value, Duration delay) {
		return () -> Mono.just(value).delayElement(delay);
	}

	/**
	 * Give up after a time.
	 * @param timeout how long the answer may take
	 * @return this answer, or a failure that names the time
	 */
	default SlowAnswer within(Duration timeout) {
		String reason = "no answer within " + timeout.toString().substring(2).toLowerCase(Locale.ROOT);
		Mono<String> late = Mono.error(() -> new AnswerException(reason));
		return () -> compute().timeout(timeout, late);
	}

}
