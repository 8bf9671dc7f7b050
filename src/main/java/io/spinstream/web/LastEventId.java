package io.spinstream.web;

import java.util.regex.Pattern;

/**
 * What a client says that it has seen: the id of a run, or of a run's last event.
 */
final class LastEventId {

	private static final String DONE = ".done";

	private static final Pattern DONE_RUN = Pattern.compile("[A-Za-z0-9_-]{22}\\.done");

	private LastEventId() {
	}

	static String done(String run) {
		return run + DONE;
	}

	static boolean isDone(String lastEventId) {
		return DONE_RUN.matcher(lastEventId).matches();
	}

}
