package io.spinstream.web;

import java.util.regex.Pattern;

import io.spinstream.render.SseRenderer;

/**
 * What a client says that it has seen: the id of a run, or of the last event of a run.
 */
final class LastEventId {

	private static final Pattern DONE_RUN = Pattern.compile("[A-Za-z0-9_-]{22}" + Pattern.quote(SseRenderer.DONE));

	private LastEventId() {
	}

	static boolean isDone(String lastEventId) {
		return DONE_RUN.matcher(lastEventId).matches();
	}

}
