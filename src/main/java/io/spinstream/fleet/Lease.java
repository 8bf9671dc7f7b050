package io.spinstream.fleet;

/**
 * Whether a replica is alive.
 */
public enum Lease {

	/** It is. */
	HELD,
	/** It has left in good order. */
	GIVEN_BACK,
	/** It has not renewed its lease for as long as one lasts. */
	LAPSED

}
