package io.spinstream.run;

/**
 * What becomes of a run that nobody reads.
 */
public enum Life {

	/** It ends at once. */
	WHILE_READ,

	/** It goes on for the resume window. */
	RESUMABLE,

	/** It goes on until it ends by itself. */
	DETACHED

}
