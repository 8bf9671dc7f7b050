package io.spinstream.web;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;

/**
 * The text form of a stream's updates. A frame's depends on nothing but the frame and its
 * spinner.
 */
@FunctionalInterface
interface StreamRendering {

	/**
	 * Render an update.
	 * @param update what the stream says
	 * @param spinner what it shows
	 * @param run the name of the run whose answer it waits for
	 * @return what goes on the wire, in UTF-8
	 */
	String render(Update update, Spinner spinner, String run);

}
