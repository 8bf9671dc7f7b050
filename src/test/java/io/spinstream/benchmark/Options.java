package io.spinstream.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to measure, and how long. The defaults are in {@code pom.xml}.
 *
 * @param streams how many streams are held open, one trial after the other
 * @param warm how long a server is warmed up, so that its hot path is compiled
 * @param hold how long frames are counted
 * @param threadStreams how many streams the supervisor 'threads' is asked to carry at
 * most
 * @param rows the servers to measure, or 'all'
 */
record Options(List<Integer> streams, Duration warm, Duration hold, int threadStreams, List<String> rows) {

	static Options fromSystemProperties() {
		return new Options(list("streams").map(Integer::valueOf).toList(), seconds("warm"), seconds("seconds"),
				Integer.getInteger("threadStreams"), list("rows").toList());
	}

	private static Stream<String> list(String property) {
		return Stream.of(System.getProperty(property).split(","));
	}

	private static Duration seconds(String property) {
		return Duration.ofSeconds(Integer.getInteger(property));
	}

	/**
	 * Decide about a trial.
	 * @param contender the server
	 * @param streams how many streams it would carry
	 * @return whether that is asked for
	 */
	boolean admit(Contender contender, int streams) {
		return streams <= (contender.server().equals("threads") ? this.threadStreams : Integer.MAX_VALUE)
				&& (this.rows.contains("all") || this.rows.contains(contender.server()));
	}

}
