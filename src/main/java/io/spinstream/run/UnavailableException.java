package io.spinstream.run;

/**
 * The refusal of something for which there is no place now. The same request may succeed
 * later.
 */
public final class UnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a refusal. It has no stack trace, since it is a message and not a defect.
	 * @param reason which limit is reached, in plain words
	 */
	public UnavailableException(String reason) {
		super(reason, null, false, false);
	}

}
