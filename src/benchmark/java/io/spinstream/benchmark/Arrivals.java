package io.spinstream.benchmark;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/**
 * The times of the frames of all streams.
 */
final class Arrivals {

	private static final int DIGITS = 3;

	private final Histogram firsts = new Histogram(DIGITS);

	private final Histogram gaps = new Histogram(DIGITS);

	private long lost;

	/**
	 * Record the first frame of a stream.
	 * @param nanos the time since the start of its connection
	 */
	void first(long nanos) {
		this.firsts.recordValue(nanos);
	}

	/**
	 * Record a further frame of a stream.
	 * @param nanos the time since the frame before
	 */
	void gap(long nanos) {
		this.gaps.recordValue(nanos);
	}

	void lost(int frames) {
		this.lost += frames;
	}

	/**
	 * Return how many streams got their first frame.
	 * @return streams
	 */
	long streams() {
		return this.firsts.getTotalCount();
	}

	void resetGaps() {
		this.gaps.reset();
	}

	Row row(Contender contender, int streams, Duration cpu, double kilobytes, Duration time) {
		long frames = this.gaps.getTotalCount();
		return new Row(contender.server(), contender.format(), streams, cpu.toNanos() / 1e3 / frames, kilobytes,
				millis(this.gaps, 50), millis(this.gaps, 99), millis(this.firsts, 50),
				(double) frames / time.toSeconds(), (this.lost == 0) ? Row.RIGHT : this.lost + " lost");
	}

	private static double millis(Histogram times, double percentile) {
		return times.getValueAtPercentile(percentile) / (double) TimeUnit.MILLISECONDS.toNanos(1);
	}

}
