package io.spinstream.web;

import java.util.regex.Pattern;

import io.spinstream.render.SseRenderer;

/**
 * The run that a request concerns.
 *
 * @param name the name of a run, which may be unknown or malformed; empty for a new run
 * @param mayBegin whether a new run begins if the name is unknown
 * @param hasSeenEnd whether the client has seen the last event of the run
 */
record RunReference(String name, boolean mayBegin, boolean hasSeenEnd) {

	private static final Pattern DONE = Pattern.compile("[A-Za-z0-9_-]{22}" + Pattern.quote(SseRenderer.DONE));

	/**
	 * Refer to a run by what a client has seen.
	 * @param lastEventId the id of a run, or of the last event of a run
	 * @param mayBegin whether a new run begins if there is no such run
	 * @return the reference
	 */
	static RunReference seen(String lastEventId, boolean mayBegin) {
		return new RunReference(lastEventId, mayBegin, DONE.matcher(lastEventId).matches());
	}

	/**
	 * Refer to a run that must be known.
	 * @param name the name of the run
	 * @param lastEventId what the client has seen
	 * @return the reference
	 */
	static RunReference named(String name, String lastEventId) {
		return new RunReference(name, false, lastEventId.equals(name + SseRenderer.DONE));
	}

}
