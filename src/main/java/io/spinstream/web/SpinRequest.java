package io.spinstream.web;

import io.spinstream.run.AnswerRequest;
import io.spinstream.spinner.Spinner;

/**
 * A request to {@code /spin}, checked.
 *
 * @param spinner what is shown
 * @param supervisor who shows it
 * @param format how
 * @param lastEventId what the client has seen before, or empty
 * @param answer the inputs of the run
 */
record SpinRequest(Spinner spinner, SupervisorKind supervisor, Format format, String lastEventId,
		AnswerRequest answer) {
}
