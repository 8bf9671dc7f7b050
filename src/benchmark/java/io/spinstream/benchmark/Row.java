package io.spinstream.benchmark;

/**
 * A row of the table; unknown figures are NaN.
 *
 * @param server name of the server
 * @param format the format of the stream
 * @param streams the number of streams
 * @param cpuMicros CPU time on all cores, microseconds per frame
 * @param kilobytes resident memory per stream
 * @param gapMedian median of the milliseconds between two frames of a stream
 * @param gapTail the 99th percentile of the same
 * @param firstMedian median of the milliseconds from the start of a connection to its
 * first frame
 * @param framesPerSecond frames per second, of all streams
 * @param check the result of the check of all frames
 */
record Row(String server, String format, int streams, double cpuMicros, double kilobytes, double gapMedian,
		double gapTail, double firstMedian, double framesPerSecond, String check) {

	/** The server that rows are compared with. */
	static final String FLOOR = "bare-netty";

	static final String RIGHT = "right";

	private static final String FAILED = "FAILED: ";

	static Row failed(Contender contender, int streams, String reason) {
		return new Row(contender.server(), contender.format(), streams, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
				Double.NaN, Double.NaN, FAILED + reason);
	}

	boolean hasFailed() {
		return this.check.startsWith(FAILED);
	}

	boolean isFloorOf(Row other) {
		return this.server.equals(FLOOR) && this.streams == other.streams;
	}

}
