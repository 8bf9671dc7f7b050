package io.spinstream.web;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;

/**
 * What the reader of one stream sees: its spinner, or its style beside the progress of
 * its run. For use by the thread of the updates.
 */
public final class Screen {

	private final SpinStream stream;

	private Spinner shown;

	private String progress = "";

	Screen(SpinStream stream) {
		this.stream = stream;
		this.shown = stream.spinner();
	}

	/**
	 * Tell whether the next frame shows the message.
	 * @return {@code false} if it shows progress, or if progress is shown now
	 */
	public boolean showsMessage() {
		return this.shown == this.stream.spinner() && this.stream.progress().get().isEmpty();
	}

	/**
	 * Render an update of the stream. The progress of the run takes the place of the
	 * message in the text of a frame.
	 * @param update the update
	 * @return the text to send, in UTF-8
	 */
	public String render(Update update) {
		return (update instanceof Update.Frame frame) ? refreshed() + text(this.shown.frame(frame.index()))
				: text(update);
	}

	/** Returns what goes before the next frame. */
	private String refreshed() {
		String latest = this.stream.progress().get();
		if (latest.equals(this.progress)) {
			return "";
		}
		this.progress = latest;
		return shown(latest.isEmpty() ? this.stream.spinner() : this.stream.spinner().showing(latest));
	}

	private String shown(Spinner next) {
		if (next.message().equals(this.shown.message())) {
			return "";
		}
		String change = text(new Update.Progress((next == this.stream.spinner()) ? "" : next.message()));
		this.shown = next;
		return change;
	}

	private String text(Update update) {
		return this.stream.renderer().render(update, this.shown, this.stream.run());
	}

}
