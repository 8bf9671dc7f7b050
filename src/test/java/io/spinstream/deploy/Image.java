package io.spinstream.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.spinstream.testing.Tools;

import org.springframework.util.FileSystemUtils;

/**
 * What an image says, done by programs of this machine.
 *
 * @param user its user, unless the service has one
 * @param environment its environment
 * @param command its command, unless the service has one
 * @param healthCheck its health check, unless the service has one
 */
record Image(String user, Map<String, String> environment, List<String> command, String healthCheck) {

	/** Where the classes of the service are put, and a container finds them. */
	static final Path FILES = Path.of("target", "image").toAbsolutePath();

	static final String MOUNTED = "/opt/spinstream";

	/** What has another name in Debian. */
	private static final Map<String, String> USERS = Map.of("nginx", "www-data");

	private static final List<String> classPath = new ArrayList<>();

	/**
	 * Find the image of a service. The test is skipped if its program is not installed.
	 * @param service the service
	 * @return the image
	 */
	static Image of(ComposeFile.Service service) throws IOException {
		return service.isBuilt() ? spinstream()
				: service.text("image").startsWith("nginx:")
						? new Image("root", Map.of(), List.of(Tools.find("nginx"), "-g", "daemon off;"), "")
						: new Image("root", Map.of(), List.of(Tools.find("redis-server", "valkey-server")), "");
	}

	/** The image that the Dockerfile builds, but with the classes of this build. */
	private static Image spinstream() throws IOException {
		String dockerfile = Files.readString(Path.of("Dockerfile"));
		Map<String, String> environment = Pattern.compile("(?m)^ENV (SPINSTREAM_\\w+)=(\\S+)$")
			.matcher(dockerfile)
			.results()
			.collect(Collectors.toMap((entry) -> entry.group(1), (entry) -> entry.group(2)));
		return new Image(only("USER (\\d+:\\d+)", dockerfile), environment,
				List.of("/opt/jre/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
						"--enable-native-access=ALL-UNNAMED", "-cp", classPath(),
						"io.spinstream.SpinstreamApplication"),
				only("HEALTHCHECK .* CMD \\\\\n(.*)", dockerfile));
	}

	private static String only(String pattern, String text) {
		List<MatchResult> found = Pattern.compile("(?m)^" + pattern + "$").matcher(text).results().toList();
		if (found.size() != 1) {
			throw new IllegalStateException(pattern + " is not there once");
		}
		return found.getFirst().group(1);
	}

	/**
	 * Copies the classes at the first call, since an earlier build may have left its own.
	 */
	private static synchronized String classPath() throws IOException {
		if (classPath.isEmpty()) {
			FileSystemUtils.deleteRecursively(FILES);
			Files.createDirectories(FILES);
			for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
				.split(File.pathSeparator)) {
				if (Files.exists(Path.of(entry))) {
					String name = "" + classPath.size();
					copy(Path.of(entry), FILES.resolve(name));
					classPath.add(MOUNTED + "/" + name);
				}
			}
		}
		return String.join(File.pathSeparator, classPath);
	}

	/** Links are made where they can be, since archives are large. */
	private static void copy(Path entry, Path target) throws IOException {
		if (Files.isDirectory(entry)) {
			FileSystemUtils.copyRecursively(entry, target);
			return;
		}
		try {
			Files.createLink(target, entry);
		}
		catch (IOException otherDisk) {
			Files.copy(entry, target);
		}
	}

	String userOf(ComposeFile.Service service) {
		String user = service.text("user").isEmpty() ? this.user : service.text("user");
		return USERS.getOrDefault(user, user);
	}

	/**
	 * Return the command that a container of a service runs.
	 * @param service the service
	 * @return its words, the first one of which is the program of this machine
	 */
	List<String> commandOf(ComposeFile.Service service) {
		List<String> words = service.list("command");
		return words.isEmpty() ? this.command
				: IntStream.range(0, words.size())
					.mapToObj((i) -> (i == 0) ? this.command.getFirst() : words.get(i))
					.toList();
	}

	String healthCheckOf(ComposeFile.Service service) {
		return service.healthCheck().isEmpty() ? this.healthCheck : service.healthCheck();
	}

}
