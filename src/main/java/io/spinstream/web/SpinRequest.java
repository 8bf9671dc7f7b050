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
	 * Ask for the same of a run that is known.
	 * @param name the name of the run
	 * @return the request
	 */
	SpinRequest joining(String name) {
		return new SpinRequest(this.spinner, this.supervisor, this.format, RunReference.named(name, ""),
				this.preference, this.client, this.answer);
	}

	/**
	 * Tell whether this is to be shown by platform threads.
	 * @return {@code true} for a format with a spinner and the supervisor 'threads'
	 */
	boolean needsThreads() {
		return this.format.hasSpinner() && this.supervisor == SupervisorKind.THREADS;
	}

}
