package io.spinstream.answer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * Parses one stream of Server-Sent Events: HTML standard, section 9.2.6. Lines end with
 * LF, CR or both. An event that the end of the stream cuts is dropped. For use by one
 * thread at a time.
 */
final class EventParser {

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	private final StringBuilder data = new StringBuilder();

	private final int mostBytes;

	private String name = "";

	private boolean isFirstLine = true;

	private boolean isAfterCarriageReturn;

	/**
	 * Create a parser at the beginning of a stream.
	 * @param mostBytes how long an event may be
	 */
	EventParser(int mostBytes) {
		this.mostBytes = mostBytes;
	}

	/**
	 * Parse a piece of the stream.
	 * @param bytes the bytes that follow those of the previous piece
	 * @return the events that end in this piece
	 * @throws DataBufferLimitException if an event is too long
	 */
	List<Event> parse(byte[] bytes) {
		List<Event> events = new ArrayList<>();
		int begin = 0;
		for (int position = 0; position < bytes.length; position++) {
			byte each = bytes[position];
			if (each == '\n' && this.isAfterCarriageReturn) {
				begin = position + 1;
			}
			else if (each == '\n' || each == '\r') {
				add(bytes, begin, position);
				endLine(events);
				begin = position + 1;
			}
			this.isAfterCarriageReturn = each == '\r';
		}
		add(bytes, begin, bytes.length);
		return events;
	}

	private void add(byte[] bytes, int begin, int end) {
		if (this.line.size() + this.data.length() + end - begin > this.mostBytes) {
			throw new DataBufferLimitException("an event is longer than " + this.mostBytes + " bytes");
		}
		this.line.write(bytes, begin, end - begin);
	}

	private void endLine(List<Event> events) {
		String text = this.line.toString(StandardCharsets.UTF_8);
		this.line.reset();
		if (this.isFirstLine && text.startsWith(BYTE_ORDER_MARK)) {
			text = text.substring(1);
		}
		this.isFirstLine = false;
		if (text.isEmpty()) {
			endEvent(events);
		}
		else {
			readField(text);
		}
	}

	private void endEvent(List<Event> events) {
		if (!this.data.isEmpty()) {
			events.add(new Event(this.name, this.data.substring(0, this.data.length() - 1)));
		}
		this.data.setLength(0);
		this.name = "";
	}

	/** A comment is a field without a name. */
	private void readField(String text) {
		int colon = (text.indexOf(':') >= 0) ? text.indexOf(':') : text.length();
		String value = text.substring(Math.min(colon + 1, text.length()));
		String withoutBlank = value.startsWith(" ") ? value.substring(1) : value;
		switch (text.substring(0, colon)) {
			case "data" -> this.data.append(withoutBlank).append('\n');
			case "event" -> this.name = withoutBlank;
			default -> {
			}
		}
	}

	/**
	 * An event.
	 *
	 * @param name its type, or an empty text if it has none
	 * @param data its data, of any lines
	 */
	record Event(String name, String data) {
	}

}
