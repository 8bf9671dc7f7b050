package io.spinstream.benchmark;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/**
 * The times of the frames of all streams, and how many streams ended with their answer.
 */
final class Arrivals {

	private static final int DIGITS = 3;

	private final Histogram firsts = new Histogram(DIGITS);

	private final Histogram gaps = new Histogram(DIGITS);

	private long lost;

	private long answers;

	private long answeredFrames;

	private long wrong;

	private String complaint = "";

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
	 * Record a stream that ended with the right answer.
	 * @param frames how many frames it had
	 */
	void answer(int frames) {
		this.answers++;
		this.answeredFrames += frames;
	}

	/**
	 * Record a stream that did not get the right answer.
	 * @param reason what it got
	 */
	void wrong(String reason) {
		this.complaint = (this.wrong == 0) ? reason : this.complaint;
		this.wrong++;
	}

	void resetGaps() {
		this.gaps.reset();
	}

	void resetFirsts() {
		this.firsts.reset();
	}

	/**
	 * Return how many streams got their first frame.
	 * @return streams
	 */
	long streams() {
		return this.firsts.getTotalCount();
	}

	/**
	 * Return how many frames came after the first one of their stream.
	 * @return frames since the gaps were reset
	 */
	long frames() {
		return this.gaps.getTotalCount();
	}

	long answers() {
		return this.answers;
	}

	double framesPerAnswer() {
		return (double) this.answeredFrames / this.answers;
	}

	double gapMillis(double percentile) {
		return millis(this.gaps, percentile);
	}

	double firstMillis(double percentile) {
		return millis(this.firsts, percentile);
	}

	private static double millis(Histogram times, double percentile) {
		return (times.getTotalCount() == 0) ? Double.NaN
				: times.getValueAtPercentile(percentile) / (double) TimeUnit.MILLISECONDS.toNanos(1);
	}

	/**
	 * Say what was wrong, with the first reason of all.
	 * @return the text for the table
	 */
	String check() {
		if (this.wrong > 0) {
			return this.wrong + " wrong: " + this.complaint;
		}
		return (this.lost > 0) ? this.lost + " lost" : Row.RIGHT;
	}

}
