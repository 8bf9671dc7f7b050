package io.spinstream.run;

/**
 * What a run computes.
 *
 * @param text the answer, of any characters and lines
 */
public record Answer(String text) {

	/**
	 * Return the memory that this answer takes at most.
	 * @return bytes of heap
	 */
	long size() {
		return (long) this.text.length() * Character.BYTES;
	}

}
