package io.spinstream.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs the trials one after the other, and prints their tables: first frames, then whole
 * runs. Each server is a process of its own; this process is the client of all streams.
 */
final class BenchmarkMain {

	private final List<Trial<?>> done = new ArrayList<>();

	private final List<FrameTrial> frames;

	private final List<RunTrial> runs;

	private BenchmarkMain(Options options) {
		this.frames = options.frameTrials();
		this.runs = options.runTrials();
	}

	static void main() throws InterruptedException {
		System.exit(new BenchmarkMain(options()).measure() ? 0 : 1);
	}

	private static Options options() {
		try {
			return Options.fromSystemProperties();
		}
		catch (IllegalArgumentException refused) {
			say("%s%n", refused.getMessage());
			System.exit(2);
			throw refused;
		}
	}

	private boolean measure() throws InterruptedException {
		say("%d trials, about %d min%n", count(), minutes());
		List<FrameRow> frameRows = rows(this.frames);
		List<RunRow> runRows = rows(this.runs);
		say("%n%s%s%s%n", FrameRow.table(frameRows), RunRow.table(runRows), Machine.describe());
		return Stream.concat(frameRows.stream(), runRows.stream()).noneMatch(Row::hasFailed);
	}

	private int count() {
		return this.frames.size() + this.runs.size();
	}

	private long minutes() {
		Duration time = Stream.concat(this.frames.stream(), this.runs.stream())
			.map(Trial::estimate)
			.reduce(Duration.ZERO, Duration::plus);
		return time.plusSeconds(59).toMinutes();
	}

	private <R extends Row> List<R> rows(List<? extends Trial<R>> trials) throws InterruptedException {
		List<R> rows = new ArrayList<>();
		for (Trial<R> trial : trials) {
			this.done.add(trial);
			say("[%2d/%d] %s: ", this.done.size(), count(), trial);
			rows.add(run(trial));
			say("%s%n", rows.getLast().check());
		}
		return rows;
	}

	private static <R extends Row> R run(Trial<R> trial) throws InterruptedException {
		try {
			return trial.run((phase) -> say("%s, ", phase));
		}
		catch (IOException | IllegalStateException failure) {
			return trial.failed(String.valueOf(failure.getMessage()));
		}
	}

	private static void say(String format, Object... values) {
		System.out.printf(Locale.ROOT, format, values);
		System.out.flush();
	}

}
