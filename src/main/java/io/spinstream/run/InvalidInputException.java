package io.spinstream.run;

import org.jspecify.annotations.Nullable;

/**
 * The refusal of an input, before a run begins.
 */
public final class InvalidInputException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final @Nullable String value;

	/**
	 * Create a refusal. It has no stack trace, since it is a message and not a defect.
	 * @param name the name of the parameter
	 * @param value its value, or {@code null} if it is missing
	 * @param rule what is allowed, as in "must be a number"
	 */
	public InvalidInputException(String name, @Nullable String value, String rule) {
		super(rule, null, false, false);
		this.name = name;
		this.value = value;
	}

	public String name() {
		return this.name;
	}

	/**
	 * Return the value that is refused.
	 * @return the value, or {@code null} if it is missing
	 */
	public @Nullable String value() {
		return this.value;
	}

	/**
	 * Return what is allowed.
	 * @return the rule in plain words
	 */
	public String rule() {
		return String.valueOf(getMessage());
	}

}
