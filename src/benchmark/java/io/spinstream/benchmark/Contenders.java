package io.spinstream.benchmark;

import java.util.List;
import java.util.stream.Stream;

/**
 * All servers to measure: the baselines, then the service by supervisor and format.
 */
final class Contenders {

	private static final List<String> SUPERVISORS = List.of("reactive", "virtual-threads", "threads");

	private static final String FRAMES_OF_A_RUN = "31";

	private Contenders() {
	}

	/**
	 * Return the servers of streams that are held open, which never end.
	 * @return the baselines, then the service
	 */
	static List<Contender> ofFrames() {
		return Stream.concat(
				Stream.of(new Contender(Row.FLOOR, "sse", bareNetty(), Command.ofClass(BareNettyServer.class)),
						new Contender("plain-webflux", "sse", plainWebFlux("/spin"),
								Command.ofClass(PlainWebFluxServer.class))),
				SUPERVISORS.stream().flatMap(Contenders::framesOf))
			.toList();
	}

	private static Stream<Contender> framesOf(String supervisor) {
		List<String> command = Command.ofEndlessService();
		return Stream.of(new Contender(supervisor, "sse", sse(supervisor), command),
				new Contender(supervisor, "text", text(supervisor), command));
	}

	/**
	 * Return the servers of whole runs, with the JVM options of the image.
	 * @return the baselines, then the service
	 */
	static List<Contender> ofRuns() {
		return Stream.concat(
				Stream.of(
						new Contender(Row.FLOOR, "sse", bareNetty().endingWith("event: answer\ndata: Answer: 42\n\n"),
								Command.asInImage(Command.ofClass(BareNettyServer.class, FRAMES_OF_A_RUN))),
						new Contender("plain-webflux", "sse",
								plainWebFlux("/run").endingWith("event:answer\ndata:Answer: 42\n\n"),
								Command.asInImage(Command.ofClass(PlainWebFluxServer.class)))),
				SUPERVISORS.stream().flatMap(Contenders::runsOf))
			.toList();
	}

	private static Stream<Contender> runsOf(String supervisor) {
		List<String> command = Command.asInImage(Command.ofService());
		return Stream.of(
				new Contender(supervisor, "sse",
						sse(supervisor).endingWith("event: answer\nid: \\S+\\.done\ndata: Answer: 42\n\n"), command),
				new Contender(supervisor, "text", text(supervisor).endingWith(" {11}\b{11}Answer: 42\n"), command),
				new Contender(supervisor, "json", Script.ofAnswer(path(supervisor, "json"), "\\{\"answer\":\"42\"}"),
						command));
	}

	private static Script bareNetty() {
		return Script.of("/spin", "", "data: ", " thinking!\n\n");
	}

	private static Script plainWebFlux(String path) {
		return Script.of(path, "", "data:", " thinking!\n\n");
	}

	private static Script sse(String supervisor) {
		return Script.of(path(supervisor, "sse"), "\n\n", "data: ", " thinking!\n\n");
	}

	private static Script text(String supervisor) {
		return Script.of(path(supervisor, "text"), "\n", "", " thinking!" + "\b".repeat("| thinking!".length()));
	}

	private static String path(String supervisor, String format) {
		return "/spin?supervisor=" + supervisor + "&format=" + format;
	}

}
