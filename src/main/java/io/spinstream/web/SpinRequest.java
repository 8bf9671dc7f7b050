package io.spinstream.web;

import io.spinstream.spinner.Spinner;

/**
 * What a request to {@code /spin} asks for, checked.
 *
 * @param spinner what is shown
 * @param supervisor who shows it
 * @param format how
 * @param lastEventId what the client has seen before, or empty
 */
record SpinRequest(Spinner spinner, SupervisorKind supervisor, Format format, String lastEventId) {
}
