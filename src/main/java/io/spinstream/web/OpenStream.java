package io.spinstream.web;

import java.util.function.Consumer;

import io.spinstream.spinner.Update;

/**
 * A stream that has its place.
 */
final class OpenStream implements AutoCloseable {

	private final Consumer<Outcome> end;

	private Outcome outcome = Outcome.CANCELLED;

	OpenStream(Consumer<Outcome> end) {
		this.end = end;
	}

	/**
	 * Note what the stream says.
	 * @param update the update, of which the last one tells the outcome
	 */
	void note(Update update) {
		this.outcome = switch (update) {
			case Update.Answer _ -> Outcome.ANSWERED;
			case Update.Failure _ -> Outcome.FAILED;
			case Update.Started _, Update.Frame _ -> this.outcome;
		};
	}

	/**
	 * Give the place back.
	 */
	@Override
	public void close() {
		this.end.accept(this.outcome);
	}

}
