package io.spinstream.benchmark;

/**
 * A row of a table; unknown figures are NaN.
 */
interface Row {

	/** The server that rows are compared with. */
	String FLOOR = "bare-netty";

	String RIGHT = "right";

	String FAILED = "FAILED: ";

	Contender contender();

	/**
	 * The load on the server, by which rows are grouped.
	 * @return streams, or runs per second
	 */
	int load();

	/**
	 * The CPU time on all cores, by which rows are compared.
	 * @return microseconds per frame, or per run
	 */
	double cpuMicros();

	/**
	 * The result of the check of all bytes.
	 * @return {@link #RIGHT}, or what was not right
	 */
	String check();

	default boolean hasFailed() {
		return check().startsWith(FAILED);
	}

	default boolean isFloorOf(Row other) {
		return contender().server().equals(FLOOR) && load() == other.load();
	}

}
