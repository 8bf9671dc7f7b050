package io.spinstream.web;

import io.spinstream.run.AnswerRequest;
import io.spinstream.spinner.Spinner;

/**
 * A request for a run, checked.
 *
 * @param spinner what is shown
 * @param supervisor who shows it
 * @param format how
 * @param run which run is shown
 * @param preference how long the client waits
 * @param client the address of the client
 * @param answer the inputs of a new run
 */
record SpinRequest(Spinner spinner, SupervisorKind supervisor, Format format, RunReference run, Preference preference,
		String client, AnswerRequest answer) {

	/**
	 * Tell whether updates are streamed at once.
	 * @return {@code false} if there is nothing before the answer
	 */
	boolean isStreamed() {
		return this.format.hasSpinner() && !this.preference.admitsAccepted(this.format);
	}

	/**
	 * Tell whether this is to be shown by platform threads.
	 * @return {@code true} for a format with a spinner and the supervisor 'threads'
	 */
	boolean needsThreads() {
		return this.format.hasSpinner() && this.supervisor == SupervisorKind.THREADS;
	}

}
