package io.spinstream.answer;

import io.spinstream.answer.EventParser.Event;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.Progress;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * An upstream that streams Server-Sent Events, as this service itself does: its events
 * {@code progress} tell how far it is, and {@code answer}, {@code failure} or
 * {@code error} end it. Without one of these, the data of its last event is the answer.
 */
final class UpstreamEvents {

	/**
	 * More than the part that a reader is shown, whatever the width of the characters.
	 */
	private static final int MOST_PROGRESS = 1_000;

	/** How many buffers may wait to be read. */
	private static final int BUFFERS = 4;

	private static final String LABEL = "Answer: ";

	private UpstreamEvents() {
	}

	/**
	 * Read a stream. It is read on a thread of its own: many events would hold the event
	 * loop of their connection, which may write frames, too.
	 * @param body the body of a response
	 * @param mostBytes how long an event may be
	 * @param progress where the progress of the upstream is told
	 * @return the answer, or nothing if there was no event
	 */
	static Mono<Answer> answer(Flux<DataBuffer> body, int mostBytes, Progress progress) {
		EventParser parser = new EventParser(mostBytes);
		return body.map(HttpAnswer::bytes)
			.publishOn(Schedulers.boundedElastic(), BUFFERS)
			.concatMapIterable(parser::parse)
			.filter((event) -> !isProgress(event, progress))
			.takeUntil(UpstreamEvents::isEnd)
			.takeLast(1)
			.singleOrEmpty()
			.map(UpstreamEvents::answer);
	}

	private static boolean isProgress(Event event, Progress progress) {
		if (!event.name().equals("progress")) {
			return false;
		}
		progress.tell(shortened(event.data()));
		return true;
	}

	private static String shortened(String text) {
		return text.substring(0, Math.min(text.length(), MOST_PROGRESS));
	}

	private static boolean isEnd(Event event) {
		return event.name().equals("answer") || isFailure(event);
	}

	private static boolean isFailure(Event event) {
		return event.name().equals("failure") || event.name().equals("error");
	}

	private static Answer answer(Event last) {
		String text = last.data();
		if (isFailure(last)) {
			throw new AnswerException(text.isEmpty() ? "the upstream failed" : shortened(text));
		}
		boolean hasLabel = last.name().equals("answer") && text.startsWith(LABEL);
		return new Answer(hasLabel ? text.substring(LABEL.length()) : text);
	}

}
