package io.spinstream.supervisor;

/**
 * No answer, for a reason that can be told to the one who waits.
 */
public class AnswerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create one without a stack trace: it is a message, not a defect.
	 * @param reason why, in plain words
	 */
	public AnswerException(String reason) {
		super(reason, null, false, false);
	}

}
