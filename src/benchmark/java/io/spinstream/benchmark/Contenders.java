package io.spinstream.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * All servers to measure: the baselines, then the service by supervisor and format.
 */
final class Contenders {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private Contenders() {
	}

	static List<Contender> all() {
		return Stream.concat(Stream.of(bareNetty(), plainWebFlux()), service()).toList();
	}

	static List<String> names() {
		return all().stream().map(Contender::server).distinct().toList();
	}

	private static Contender bareNetty() {
		return new Contender(Row.FLOOR, "sse", Script.of("/spin", "", "data: ", " thinking!\n\n"),
				main(BareNettyServer.class));
	}

	private static Contender plainWebFlux() {
		return new Contender("plain-webflux", "sse", Script.of("/spin", "", "data:", " thinking!\n\n"),
				main(PlainWebFluxServer.class));
	}

	private static List<String> main(Class<?> server) {
		return List.of(JAVA, "-classpath", System.getProperty("java.class.path"), server.getName());
	}

	private static Stream<Contender> service() {
		return Stream.of("reactive", "virtual-threads", "threads")
			.flatMap((supervisor) -> Stream.of(sse(supervisor), text(supervisor)));
	}

	private static Contender sse(String supervisor) {
		return new Contender(supervisor, "sse", Script.of(path(supervisor, "sse"), "\n\n", "data: ", " thinking!\n\n"),
				jar());
	}

	private static Contender text(String supervisor) {
		return new Contender(supervisor, "text",
				Script.of(path(supervisor, "text"), "\n", "", " thinking!" + "\b".repeat("| thinking!".length())),
				jar());
	}

	private static String path(String supervisor, String format) {
		return "/spin?supervisor=" + supervisor + "&format=" + format;
	}

	private static List<String> jar() {
		return List.of(JAVA, "-jar", Path.of("target", "spinstream.jar").toString(), "--spinstream.answer.delay=1h",
				"--spinstream.answer.timeout=2h", "--spinstream.max-streams=50000",
				"--spinstream.max-thread-streams=50000");
	}

}
