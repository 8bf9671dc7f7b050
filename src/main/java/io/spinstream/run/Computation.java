package io.spinstream.run;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The work of a run. It starts once, with the first subscriber at the latest, and ends
 * once. For use by any thread.
 */
final class Computation {

	private final Sinks.One<Answer> result = Sinks.one();

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final Disposable.Swap work = Disposables.swap();

	private final Progress progress = new Progress();

	private final Work source;

	private final BiConsumer<Computation, Outcome> listener;

	/**
	 * Create a computation that has not started.
	 * @param source the work
	 * @param listener is called once, with this and the outcome, before any subscriber
	 * gets it
	 */
	Computation(Work source, BiConsumer<Computation, Outcome> listener) {
		this.source = source;
		this.listener = listener;
	}

	Work source() {
		return this.source;
	}

	Progress progress() {
		return this.progress;
	}

	boolean isStarted() {
		return this.started.get();
	}

	/**
	 * Return the answer.
	 * @return the answer or an {@link AnswerException}; cancelling does not stop the work
	 */
	Mono<Answer> answer() {
		return Mono.defer(() -> {
			start();
			return this.result.asMono();
		});
	}

	/**
	 * Start the work, unless it was started or is not needed any more.
	 */
	void start() {
		if (!hasEnded() && this.started.compareAndSet(false, true)) {
			this.work.update(Mono.defer(() -> this.source.answer(this.progress))
				.subscribe((answer) -> end(new Outcome.Answered(answer)), (failure) -> end(Outcome.of(failure)),
						this::endWithoutAnswer));
		}
	}

	/** Called after an answer, too. */
	private void endWithoutAnswer() {
		if (!hasEnded()) {
			end(Outcome.none());
		}
	}

	/**
	 * Wait for the end.
	 * @return completion when the work has ended; subscribing does not start it
	 */
	Mono<Void> end() {
		return this.result.asMono().then().onErrorComplete();
	}

	boolean hasEnded() {
		return this.ended.get();
	}

	/**
	 * Stop the work, here and elsewhere. Once it is subscribed to, cancelling has no
	 * effect: a client that does not wait for the end of a stop has still asked for it.
	 * @param failure what subscribers get
	 * @return completion
	 */
	Mono<Void> stop(AnswerException failure) {
		return Mono.defer(this.source::stop).doOnNext((isHere) -> {
			if (isHere) {
				fail(failure);
			}
		}).then().cache();
	}

	/**
	 * End the work, unless it has ended.
	 * @param failure what subscribers get
	 */
	void fail(AnswerException failure) {
		if (end(new Outcome.Failed(failure))) {
			this.source.end(failure);
		}
		this.work.dispose();
	}

	/**
	 * End with an outcome, unless there is one.
	 * @param outcome how
	 * @return {@code false} if there is one
	 */
	boolean end(Outcome outcome) {
		if (!this.ended.compareAndSet(false, true)) {
			return false;
		}
		this.listener.accept(this, outcome);
		outcome.signal().subscribe(this.result::tryEmitValue, this.result::tryEmitError);
		return true;
	}

}
