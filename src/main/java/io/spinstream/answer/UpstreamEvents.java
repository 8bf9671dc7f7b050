package io.spinstream.answer;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.Progress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * An upstream that streams Server-Sent Events, as this service itself does: its events
 * {@code progress} tell how far it is, and {@code answer}, {@code failure} or
 * {@code error} end it. Without one of these, the data of its last event is the answer.
 */
final class UpstreamEvents {

	/** More than a reader is shown, whatever the width of the characters. */
	private static final int MOST_PROGRESS = 1_000;

	/** How many buffers may wait to be read. */
	private static final int BUFFERS = 4;

	private static final String LABEL = "Answer: ";

	private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {
	};

	private UpstreamEvents() {
	}

	/**
	 * Read a stream.
	 * @param response the response of an upstream
	 * @param progress where its progress is told
	 * @return the answer, or nothing if there was no event
	 */
	static Mono<Answer> answer(ClientResponse response, Progress progress) {
		return offLoop(response).bodyToFlux(EVENT)
			.filter((event) -> event.data() != null && !isProgress(event, progress))
			.takeUntil(UpstreamEvents::isEnd)
			.takeLast(1)
			.singleOrEmpty()
			.map(UpstreamEvents::answer);
	}

	/**
	 * Read a stream on another thread. Many events would hold the event loop of their
	 * connection, which may write frames, too.
	 */
	private static ClientResponse offLoop(ClientResponse response) {
		return response.mutate().body((body) -> body.publishOn(Schedulers.boundedElastic(), BUFFERS)).build();
	}

	private static boolean isProgress(ServerSentEvent<String> event, Progress progress) {
		if (!"progress".equals(event.event())) {
			return false;
		}
		progress.tell(shortened(event.data()));
		return true;
	}

	private static String shortened(@Nullable String text) {
		String given = String.valueOf(text);
		return given.substring(0, Math.min(given.length(), MOST_PROGRESS));
	}

	private static boolean isEnd(ServerSentEvent<String> event) {
		return "answer".equals(event.event()) || isFailure(event);
	}

	private static boolean isFailure(ServerSentEvent<String> event) {
		return "failure".equals(event.event()) || "error".equals(event.event());
	}

	private static Answer answer(ServerSentEvent<String> last) {
		if (isFailure(last)) {
			String reason = shortened(last.data());
			throw new AnswerException(reason.isEmpty() ? "the upstream failed" : reason);
		}
		String text = String.valueOf(last.data());
		boolean hasLabel = "answer".equals(last.event()) && text.startsWith(LABEL);
		return new Answer(hasLabel ? text.substring(LABEL.length()) : text);
	}

}
