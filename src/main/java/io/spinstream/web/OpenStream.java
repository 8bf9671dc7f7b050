package io.spinstream.web;

import java.util.function.Consumer;

import reactor.core.publisher.Mono;

/**
 * A stream that has its place.
 */
final class OpenStream implements AutoCloseable {

	private final Consumer<Outcome> end;

	private volatile Outcome outcome = Outcome.CANCELLED;

	OpenStream(Consumer<Outcome> end) {
		this.end = end;
	}

	/**
	 * Note how an answer ends, which is how the stream ends.
	 * @param answer the answer that the stream waits for
	 * @return the same answer
	 */
	Mono<String> noted(Mono<String> answer) {
		return answer.doOnSuccess((text) -> this.outcome = (text != null) ? Outcome.ANSWERED : Outcome.FAILED)
			.doOnError((failure) -> this.outcome = Outcome.FAILED);
	}

	/**
	 * Give the place back.
	 */
	@Override
	public void close() {
		this.end.accept(this.outcome);
	}

}
