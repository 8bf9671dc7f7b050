package io.spinstream.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs the trials one after the other, and prints their table. Each server is a process
 * of its own; this process is the client of all streams.
 */
final class BenchmarkMain {

	private static final Duration START_AND_STOP = Duration.ofSeconds(14);

	private BenchmarkMain() {
	}

	static void main() throws InterruptedException {
		System.exit(measure(options()) ? 0 : 1);
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

	private static boolean measure(Options options) throws InterruptedException {
		List<Trial> trials = trials(options);
		say("%d trials, about %d min%n", trials.size(), minutes(trials.size(), options));
		List<Row> rows = new ArrayList<>();
		for (Trial trial : trials) {
			say("[%2d/%d] %s: ", rows.size() + 1, trials.size(), trial);
			rows.add(run(trial));
			say("%s%n", rows.getLast().check());
		}
		say("%n%s%n%s%n", new Table(rows), Machine.describe());
		return rows.stream().noneMatch(Row::hasFailed);
	}

	private static List<Trial> trials(Options options) {
		List<Trial> trials = new ArrayList<>();
		for (int streams : options.streams()) {
			Contenders.all()
				.stream()
				.filter((contender) -> options.admit(contender, streams))
				.forEach((contender) -> trials.add(new Trial(contender, streams, options)));
		}
		return trials;
	}

	private static long minutes(int trials, Options options) {
		return options.warm().plus(options.hold()).plus(START_AND_STOP).multipliedBy(trials).toMinutes() + 1;
	}

	private static Row run(Trial trial) throws InterruptedException {
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
