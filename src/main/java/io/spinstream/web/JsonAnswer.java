package io.spinstream.web;

import io.spinstream.run.Answer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * An answer as a value in JSON.
 */
@Component
final class JsonAnswer {

	private final JsonMapper mapper;

	JsonAnswer(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Return a value to be written.
	 * @param answer the answer
	 * @return the text of the answer as it is, if it is declared as JSON and is one
	 * value; otherwise a string
	 */
	Object of(Answer answer) {
		String text = answer.summary();
		return (isDeclared(answer) && isOneValue(text)) ? new RawValue(text) : text;
	}

	private static boolean isDeclared(Answer answer) {
		MediaType type = MediaType.parseMediaType(answer.contentType());
		return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || "json".equals(type.getSubtypeSuffix());
	}

	private boolean isOneValue(String text) {
		try (JsonParser parser = this.mapper.createParser(text)) {
			boolean begins = parser.nextToken() != null;
			parser.skipChildren();
			return begins && parser.nextToken() == null;
		}
		catch (JacksonException malformed) {
			return false;
		}
	}

}
