package io.spinstream.benchmark;

import java.util.List;

/**
 * The figures of streams that are held open.
 *
 * @param contender the server
 * @param load the number of streams
 * @param cpuMicros CPU time on all cores, microseconds per frame
 * @param kilobytes resident memory per stream
 * @param gapMedian median of the milliseconds between two frames of a stream
 * @param gapTail the 99th percentile of the same
 * @param firstMedian median of the milliseconds from the start of a connection to its
 * first frame
 * @param framesPerSecond frames per second, of all streams
 * @param check the result of the check of all frames
 */
record FrameRow(Contender contender, int load, double cpuMicros, double kilobytes, double gapMedian, double gapTail,
		double firstMedian, double framesPerSecond, String check) implements Row {

	static FrameRow failed(Contender contender, int streams, String reason) {
		return new FrameRow(contender, streams, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
				FAILED + reason);
	}

	static Table<FrameRow> table(List<FrameRow> rows) {
		return new Table<>("streams", "CPU us/frame",
				List.of(Column.number("kB/stream", "%.1f", FrameRow::kilobytes),
						Column.number("gap p50 ms", "%.1f", FrameRow::gapMedian),
						Column.number("gap p99 ms", "%.1f", FrameRow::gapTail),
						Column.number("first p50 ms", "%.1f", FrameRow::firstMedian),
						Column.number("frames/s", "%,.0f", FrameRow::framesPerSecond)),
				rows);
	}

}
