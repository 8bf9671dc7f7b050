package io.spinstream.benchmark;

import java.util.List;

/**
 * The figures of whole runs that come and go.
 *
 * @param contender the server
 * @param load runs that begin in a second
 * @param cpuMicros CPU time on all cores, microseconds per completed run
 * @param megabytes peak resident memory of the server
 * @param firstMedian median of the milliseconds from the start of a connection to its
 * first frame
 * @param firstTail the 99th percentile of the same
 * @param framesPerRun frames of a completed run, on average
 * @param runsPerSecond runs completed per second
 * @param check the result of the check of all bytes
 */
record RunRow(Contender contender, int load, double cpuMicros, double megabytes, double firstMedian, double firstTail,
		double framesPerRun, double runsPerSecond, String check) implements Row {

	static RunRow failed(Contender contender, int rate, String reason) {
		return new RunRow(contender, rate, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
				FAILED + reason);
	}

	static Table<RunRow> table(List<RunRow> rows) {
		return new Table<>("rate/s", "CPU us/run",
				List.of(Column.number("peak MB", "%,.0f", RunRow::megabytes),
						Column.number("first p50 ms", "%.1f", RunRow::firstMedian),
						Column.number("first p99 ms", "%.1f", RunRow::firstTail),
						Column.number("frames/run", "%.1f", RunRow::framesPerRun),
						Column.number("runs/s", "%,.0f", RunRow::runsPerSecond)),
				rows);
	}

}
