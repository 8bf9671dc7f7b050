package io.spinstream.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The work of a run. It starts with the first subscriber and ends once. For use by any
 * thread.
 */
final class Computation {

	private static final Logger logger = System.getLogger(Computation.class.getName());

	private final Sinks.One<Answer> result = Sinks.one();

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final Disposable.Swap work = Disposables.swap();

	private final Progress progress = new Progress();

	private final Function<Progress, Mono<Answer>> source;

	private final Consumer<Outcome> listener;

	/**
	 * Create a computation that has not started.
	 * @param source computes the answer, and may tell its progress
	 * @param listener is called once, with the outcome, before any subscriber gets it
	 */
	Computation(Function<Progress, Mono<Answer>> source, Consumer<Outcome> listener) {
		this.source = source;
		this.listener = listener;
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

	private void start() {
		if (this.started.compareAndSet(false, true) && !this.work.isDisposed()) {
			this.work.update(Mono.defer(() -> this.source.apply(this.progress))
				.subscribe(this::succeed, (failure) -> fail(explained(failure)),
						() -> fail(new AnswerException("the work ended without an answer"))));
		}
	}

	/**
	 * Wait for the end.
	 * @return completion when the work has ended; subscribing does not start it
	 */
	Mono<Void> end() {
		return this.result.asMono().then().onErrorComplete();
	}

	void succeed(Answer answer) {
		end(Outcome.of(answer));
	}

	private static AnswerException explained(Throwable failure) {
		if (failure instanceof AnswerException explained) {
			return explained;
		}
		logger.log(Level.WARNING, "The answer could not be computed", failure);
		return new AnswerException("the answer could not be computed");
	}

	/**
	 * End the work, unless it has ended.
	 * @param failure what subscribers get
	 */
	void fail(AnswerException failure) {
		end(Outcome.of(failure));
		cancel();
	}

	/**
	 * A source that breaks the rule that cancelling throws nothing must not keep places.
	 */
	private void cancel() {
		try {
			this.work.dispose();
		}
		catch (RuntimeException broken) {
			logger.log(Level.WARNING, "The work could not be cancelled", broken);
		}
	}

	private void end(Outcome outcome) {
		if (this.ended.compareAndSet(false, true)) {
			this.listener.accept(outcome);
			outcome.answer().subscribe(this.result::tryEmitValue, this.result::tryEmitError);
		}
	}

}
