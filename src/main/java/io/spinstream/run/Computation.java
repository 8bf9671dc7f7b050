package io.spinstream.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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

	private final Mono<Answer> source;

	private final Consumer<Outcome> listener;

	/**
	 * Create a computation that has not started.
	 * @param source computes the answer
	 * @param listener is called once, with the outcome, before any subscriber gets it
	 */
	Computation(Mono<Answer> source, Consumer<Outcome> listener) {
		this.source = source;
		this.listener = listener;
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
			this.work.update(this.source.subscribe(this::succeed, (failure) -> fail(explained(failure)),
					() -> fail(new AnswerException("the work ended without an answer"))));
		}
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
