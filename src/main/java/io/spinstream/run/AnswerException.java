package io.spinstream.run;

/**
 * The failure of a run, with a reason that readers may know.
 */
public final class AnswerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	/**
	 * Create a failure of the computation itself.
	 * @param reason why there is no answer, in plain words
	 */
	public AnswerException(String reason) {
		this(Kind.FAILED, reason);
	}

	/**
	 * Create a failure. It has no stack trace, since it is a message and not a defect.
	 * @param kind what kind of failure it is
	 * @param reason why there is no answer, in plain words
	 */
	public AnswerException(Kind kind, String reason) {
		super(reason, null, false, false);
		this.kind = kind;
	}

	public Kind kind() {
		return this.kind;
	}

	/**
	 * Return why there is no answer.
	 * @return the reason in plain words
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

	/**
	 * The kinds of failure.
	 */
	public enum Kind {

		/** The computation failed, or it gave nothing. */
		FAILED,

		/** The computation took too long. */
		TIMEOUT,

		/** Nobody read the run any more. */
		UNREAD,

		/** The server was shutting down. */
		SHUTDOWN,
		/** The server was shutting down, and another replica goes on with the run. */
		MOVED,
		/** This replica does not know any more what becomes of the run. */
		LOST,

		/** A client stopped the run. */
		STOPPED

	}

}
