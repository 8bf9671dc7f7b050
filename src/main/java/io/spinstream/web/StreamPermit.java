package io.spinstream.web;

import java.util.function.Consumer;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.spinner.Update;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The permission to stream. It notes how the stream ends.
 */
final class StreamPermit {

	private final SupervisorKind supervisor;

	private final Consumer<StreamEnd> release;

	private volatile StreamEnd outcome = StreamEnd.CANCELLED;

	StreamPermit(SupervisorKind supervisor, Consumer<StreamEnd> release) {
		this.supervisor = supervisor;
		this.release = release;
	}

	/**
	 * Return the supervisor that is permitted, which may differ from the one that was
	 * asked for.
	 * @return its kind
	 */
	SupervisorKind supervisor() {
		return this.supervisor;
	}

	Flux<Update> observe(Flux<Update> updates) {
		return updates.tap(Observer::new);
	}

	Mono<Answer> observe(Mono<Answer> answer) {
		return answer.doOnSuccess((value) -> this.outcome = (value != null) ? StreamEnd.ANSWERED : StreamEnd.ACCEPTED)
			.doOnError((failure) -> this.outcome = broken(failure, StreamEnd.FAILED));
	}

	/** The body of a request may be refused after its stream was permitted. */
	private static StreamEnd broken(Throwable failure, StreamEnd ofRun) {
		return (failure instanceof AnswerException) ? ofRun : StreamEnd.REFUSED;
	}

	/**
	 * Give all places back.
	 */
	void release() {
		this.release.accept(this.outcome);
	}

	/** One operator for all signals, since it lives as long as the stream. */
	private final class Observer extends DefaultSignalListener<Update> {

		@Override
		public void doOnNext(Update update) {
			switch (update) {
				case Update.Started _, Update.Frame _, Update.Progress _ -> {
				}
				case Update.Answer _ -> StreamPermit.this.outcome = StreamEnd.ANSWERED;
				case Update.Failure _ -> StreamPermit.this.outcome = StreamEnd.FAILED;
			}
		}

		@Override
		public void doOnError(Throwable failure) {
			StreamPermit.this.outcome = broken(failure, StreamEnd.MOVED);
		}

		@Override
		public void doOnCancel() {
			StreamPermit.this.outcome = StreamEnd.CANCELLED;
		}

	}

}
