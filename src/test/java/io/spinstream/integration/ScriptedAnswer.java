package io.spinstream.integration;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Progress;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A slow answer whose computations end when the test says so.
 */
final class ScriptedAnswer implements AnswerSource {

	private final BlockingQueue<Sinks.One<Answer>> open = new LinkedBlockingQueue<>();

	private final List<Progress> progress = new CopyOnWriteArrayList<>();

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	@Override
	public Mono<Answer> compute(AnswerRequest request, Progress progress) {
		return Mono.defer(() -> {
			Sinks.One<Answer> answer = Sinks.one();
			this.progress.add(progress);
			this.open.add(answer);
			this.begun.incrementAndGet();
			return answer.asMono().doOnCancel(this.cancelled::incrementAndGet);
		});
	}

	/**
	 * Count the computations that have begun.
	 * @return the number since the last {@code forget}
	 */
	int begun() {
		return this.begun.get();
	}

	int cancelled() {
		return this.cancelled.get();
	}

	/**
	 * Forget all computations, and count from zero.
	 */
	void forget() {
		this.open.clear();
		this.progress.clear();
		this.begun.set(0);
		this.cancelled.set(0);
	}

	/**
	 * End all open computations.
	 * @param text their answer
	 */
	void tell(String text) {
		tell(new Answer(text));
	}

	void tell(Answer told) {
		for (Sinks.One<Answer> answer = this.open.poll(); answer != null; answer = this.open.poll()) {
			answer.tryEmitValue(told);
		}
	}

	/**
	 * Tell where all computations are.
	 * @param text their progress
	 */
	void progress(String text) {
		this.progress.forEach((computation) -> computation.tell(text));
	}

	/**
	 * End all open computations, each with another answer.
	 */
	void tellApart() {
		int number = 0;
		for (Sinks.One<Answer> answer = this.open.poll(); answer != null; answer = this.open.poll()) {
			answer.tryEmitValue(new Answer("number " + (++number)));
		}
	}

	/**
	 * Let all open computations fail.
	 * @param failure the reason
	 */
	void fail(RuntimeException failure) {
		for (Sinks.One<Answer> answer = this.open.poll(); answer != null; answer = this.open.poll()) {
			answer.tryEmitError(failure);
		}
	}

}
