package io.spinstream.answer;

import java.time.Duration;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Progress;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The slow function of the seeds: the same answer after the same time.
 */
public final class DelayedAnswer implements AnswerSource {

	private final Mono<Answer> answer;

	/**
	 * Create a source of one answer.
	 * @param text the answer
	 * @param delay how long each computation takes
	 * @param timer measures the delay
	 */
	public DelayedAnswer(String text, Duration delay, Scheduler timer) {
		this.answer = Mono.just(new Answer(text)).delayElement(delay, timer);
	}

	@Override
	public Mono<Answer> compute(AnswerRequest request, Progress progress) {
		return this.answer;
	}

}
