package io.spinstream.render;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.TerminalText;
import io.spinstream.spinner.Update;

/**
 * The animation on a terminal. Each frame is followed by backspaces over it, so that the
 * next text takes its place.
 */
public final class TerminalRenderer implements UpdateRenderer {

	@Override
	public String render(Update update, Spinner spinner, String run) {
		return switch (update) {
			case Update.Started(String object) -> "spinner object: " + object + "\n";
			case Update.Frame frame -> frame.text() + back(spinner);
			case Update.Progress _ -> erased(spinner);
			case Update.Answer(String text) -> erased(spinner) + "Answer: " + TerminalText.harmless(text) + "\n";
			case Update.Failure(String reason) -> erased(spinner) + "Failed: " + TerminalText.harmless(reason) + "\n";
		};
	}

	private static String erased(Spinner spinner) {
		return " ".repeat(spinner.columns()) + back(spinner);
	}

	private static String back(Spinner spinner) {
		return "\b".repeat(spinner.columns());
	}

}
