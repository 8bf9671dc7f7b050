package io.spinstream.integration;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Answers that come when the test says so, each computation's with its own number.
 */
final class ScriptedAnswer implements AnswerSource {

	private final BlockingQueue<Sinks.One<Answer>> open = new LinkedBlockingQueue<>();

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	@Override
	public Mono<Answer> compute(AnswerRequest request) {
		return Mono.defer(() -> {
			Sinks.One<Answer> answer = Sinks.one();
			this.open.add(answer);
			this.begun.incrementAndGet();
			return answer.asMono().doOnCancel(this.cancelled::incrementAndGet);
		});
	}

	/**
	 * Count the computations.
	 * @return how many have begun, each of which can be told its answer
	 */
	int begun() {
		return this.begun.get();
	}

	int cancelled() {
		return this.cancelled.get();
	}

	/**
	 * Forget what other tests left behind.
	 */
	void forget() {
		this.open.clear();
		this.begun.set(0);
		this.cancelled.set(0);
	}

	/**
	 * Let all computations that have begun end.
	 * @param text their answer
	 */
	void tell(String text) {
		for (Sinks.One<Answer> answer = this.open.poll(); answer != null; answer = this.open.poll()) {
			answer.tryEmitValue(new Answer(text));
		}
	}

	/**
	 * Let all computations that have begun end, each with an answer of its own.
	 */
	void tellApart() {
		int number = 0;
		for (Sinks.One<Answer> answer = this.open.poll(); answer != null; answer = this.open.poll()) {
			answer.tryEmitValue(new Answer("number " + (++number)));
		}
	}

	/**
	 * Let all computations that have begun fail.
	 * @param failure why
	 */
	void fail(RuntimeException failure) {
		for (Sinks.One<Answer> answer = this.open.poll(); answer != null; answer = this.open.poll()) {
			answer.tryEmitError(failure);
		}
	}

}
