package io.spinstream.render;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;

/**
 * Renders updates in one format. The text of a frame depends on nothing but the frame and
 * its spinner.
 */
@FunctionalInterface
public interface UpdateRenderer {

	/**
	 * Render an update.
	 * @param update the update
	 * @param spinner the spinner that the stream shows; with {@code Progress}, the one
	 * that it has shown before
	 * @param run the name of the run that the stream shows
	 * @return the text to send, in UTF-8
	 */
	String render(Update update, Spinner spinner, String run);

}
