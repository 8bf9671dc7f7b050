package io.spinstream.render;

import java.util.regex.Pattern;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;

/**
 * Server-Sent Events: HTML standard, section 9.2.
 */
public final class SseRenderer implements UpdateRenderer {

	/** Ends the id of the last event, which begins with the name of the run. */
	public static final String DONE = ".done";

	private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

	@Override
	public String render(Update update, Spinner spinner, String run) {
		return switch (update) {
			case Update.Started(String object) ->
				"retry: 1000\nid: " + run + "\nevent: spinner\n" + data("spinner object: " + object);
			case Update.Frame frame -> data(frame.text());
			case Update.Progress(String text) -> "event: progress\n" + data(text);
			case Update.Answer(String text) -> last("answer", run, "Answer: " + text);
			case Update.Failure(String reason) -> last("failure", run, reason);
		};
	}

	private static String last(String event, String run, String text) {
		return "event: " + event + "\nid: " + run + DONE + "\n" + data(text);
	}

	private static String data(String text) {
		return "data: " + LINE_END.matcher(text).replaceAll("\ndata: ") + "\n\n";
	}

}
