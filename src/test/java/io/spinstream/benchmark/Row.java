package io.spinstream.benchmark;

/**
 * A row of the table; what is not known is not a number.
 *
 * @param server name of the server
 * @param format what it wrote
 * @param streams how many it carried
 * @param cpuMicros the server's time on all cores, microseconds a frame
 * @param kilobytes the server's resident memory, a stream
 * @param gapMedian milliseconds between two frames of a stream
 * @param gapTail the same, but for one in a hundred
 * @param firstMedian milliseconds from the beginning of a connection to its first frame
 * @param framesPerSecond frames of all streams
 * @param check what the check of all frames says
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
