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
 * @param rows the servers whose frames are measured
 * @param rate whole runs that begin in a second
 * @param runWarm for how long a server is warmed up by whole runs
 * @param runHold for how long whole runs are counted
 * @param runs the servers whose whole runs are measured
 */
record Options(List<Integer> streams, Duration warm, Duration hold, int threadStreams, List<Contender> rows, int rate,
		Duration runWarm, Duration runHold, List<Contender> runs) {

	/**
	 * Read the options of the command line.
	 * @return the options
	 * @throws IllegalArgumentException if a value is invalid; its message is for the user
	 */
	static Options fromSystemProperties() {
		return new Options(list("streams").stream().map((text) -> number("streams", text)).toList(), seconds("warm"),
				seconds("seconds"), number("threadStreams"), contenders("rows", Contenders.ofFrames()), number("rate"),
				seconds("runWarm"), seconds("runSeconds"), contenders("runs", Contenders.ofRuns()));
	}

	private static List<Contender> contenders(String property, List<Contender> all) {
		return switch (System.getProperty(property)) {
			case "all" -> all;
			case "none" -> List.of();
			default -> some(property, list(property), all);
		};
	}

	private static List<Contender> some(String property, List<String> chosen, List<Contender> all) {
		List<String> names = all.stream().flatMap((contender) -> contender.names().stream()).distinct().toList();
		chosen.forEach((name) -> check(names.contains(name), property, name,
				"all, none, or some of " + String.join(", ", names)));
		return all.stream().filter((contender) -> contender.names().stream().anyMatch(chosen::contains)).toList();
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
	 * List the trials of frames.
	 * @return the trials, in the order of their rows
	 */
	List<FrameTrial> frameTrials() {
		return this.streams.stream()
			.flatMap((count) -> this.rows.stream()
				.filter((contender) -> !contender.server().equals("threads") || count <= this.threadStreams)
				.map((contender) -> new FrameTrial(contender, count, this)))
			.toList();
	}

	/**
	 * List the trials of whole runs.
	 * @return the trials, in the order of their rows
	 */
	List<RunTrial> runTrials() {
		return this.runs.stream().map((contender) -> new RunTrial(contender, this)).toList();
	}

}
