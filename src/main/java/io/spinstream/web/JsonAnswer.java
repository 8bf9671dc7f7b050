package io.spinstream.web;

import io.spinstream.run.Answer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.util.RawValue;

import org.springframework.http.MediaType;

/**
 * An answer as a value in JSON.
 */
final class JsonAnswer {

	/** Without limits of its own, since the size of an answer is limited. */
	private static final JsonFactory json = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(Integer.MAX_VALUE)
			.maxNumberLength(Integer.MAX_VALUE)
			.maxStringLength(Integer.MAX_VALUE)
			.maxNameLength(Integer.MAX_VALUE)
			.build())
		.build();

	private JsonAnswer() {
	}

	/**
	 * Return a value to be written.
	 * @param answer the answer
	 * @return the text of the answer as it is, if it is declared as JSON and is one
	 * value; otherwise a string
	 */
	static Object of(Answer answer) {
		String text = answer.summary();
		return (isDeclared(answer) && isOneValue(text)) ? new RawValue(text) : text;
	}

	private static boolean isDeclared(Answer answer) {
		MediaType type = MediaType.parseMediaType(answer.contentType());
		return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || "json".equals(type.getSubtypeSuffix());
	}

	private static boolean isOneValue(String text) {
		try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
			boolean begins = parser.nextToken() != null;
			parser.skipChildren();
			return begins && parser.nextToken() == null;
		}
		catch (JacksonException malformed) {
			return false;
		}
	}

}
