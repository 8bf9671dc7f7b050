package io.spinstream.benchmark;

import java.time.Duration;
import java.util.List;

/**
 * What to measure, and for how long. The defaults are in {@code pom.xml}.
 *
 * @param streams the numbers of streams, each for a trial of its own
 * @param warm for how long a server is warmed up, so that its hot path is compiled
 * @param hold for how long frames are counted
 * @param threadStreams the highest number of streams for the supervisor 'threads'
 * @param rows the servers to measure, or 'all'
 */
record Options(List<Integer> streams, Duration warm, Duration hold, int threadStreams, List<String> rows) {

	private static final String ALL = "all";

	/**
	 * Read the options of the command line.
	 * @return the options
	 * @throws IllegalArgumentException if a value is invalid; its message is for the user
	 */
	static Options fromSystemProperties() {
		return new Options(list("streams").stream().map((text) -> number("streams", text)).toList(), seconds("warm"),
				seconds("seconds"), number("threadStreams"), rows(Contenders.names()));
	}

	private static List<String> rows(List<String> known) {
		List<String> rows = list("rows");
		rows.forEach((row) -> check(row.equals(ALL) || known.contains(row), "rows", row,
				"all, or some of " + String.join(", ", known)));
		return rows;
	}

	private static Duration seconds(String property) {
		return Duration.ofSeconds(number(property));
	}

	private static int number(String property) {
		return number(property, System.getProperty(property));
	}

	private static int number(String property, String text) {
		check(text.matches("[1-9]\\d{0,5}"), property, text, "a whole number from 1 to 999999");
		return Integer.parseInt(text);
	}

	private static List<String> list(String property) {
		return List.of(System.getProperty(property).split(","));
	}

	private static void check(boolean valid, String property, String value, String rule) {
		if (!valid) {
			throw new IllegalArgumentException("-D%s is '%s': must be %s".formatted(property, value, rule));
		}
	}

	/**
	 * Tell whether a trial is to run.
	 * @param contender the server
	 * @param streams the number of streams
	 * @return whether the options include it
	 */
	boolean admit(Contender contender, int streams) {
		return streams <= (contender.server().equals("threads") ? this.threadStreams : Integer.MAX_VALUE)
				&& (this.rows.contains(ALL) || this.rows.contains(contender.server()));
	}

}
