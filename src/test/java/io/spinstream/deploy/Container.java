package io.spinstream.deploy;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

import static io.spinstream.testing.Awaiting.await;

/**
 * A service of {@code compose.yaml} as a process of this machine, as far as that goes
 * without Docker: its environment, command, user, rights, hosts and network are those
 * that the file gives. Its root is a copy of this machine's, and writable only where the
 * file allows that.
 */
final class Container implements AutoCloseable {

	/** What Docker gives to any container. */
	private static final String ROOT = """
			set -e
			mount --make-rprivate /
			mount -t tmpfs container /mnt
			cd /mnt
			mkdir upper work root
			mount -t overlay container -o lowerdir=/,upperdir=upper,workdir=work root
			cd root
			mount --rbind /proc proc
			mount --rbind /dev dev
			mount -t tmpfs -o size=64m,noexec,nosuid,nodev shm dev/shm
			""";

	private static final Duration START = Duration.ofMinutes(2);

	private final Process process;

	private final Path log;

	private final List<String> rights;

	private final String healthCheck;

	/**
	 * Start a service.
	 * @param service the service
	 * @param networks its networks
	 * @param configuration takes the place of each file that is mounted
	 * @param directory where its output goes
	 * @param more variables of the environment, if it is one that is built
	 */
	Container(ComposeFile.Service service, ContainerNetworks networks, Path configuration, Path directory,
			Map<String, String> more) throws IOException {
		Image image = Image.of(service);
		this.log = Files.createTempFile(directory, service.name(), ".log");
		Files.setPosixFilePermissions(this.log, PosixFilePermissions.fromString("rw-rw-rw-"));
		this.rights = rights(service, image, more);
		this.healthCheck = image.healthCheckOf(service);
		List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", networks.namespace(service.name()),
				"bash", "-c", script(service, networks.hosts(service), configuration), "container"));
		command.addAll(this.rights);
		command.addAll(image.commandOf(service));
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(Redirect.appendTo(this.log.toFile()))
			.start();
	}

	private static String script(ComposeFile.Service service, String hosts, Path configuration) {
		List<String> lines = new ArrayList<>(List.of(ROOT, "echo '" + hosts + "' >etc/hosts"));
		if (service.isBuilt()) {
			lines.add(bind(System.getProperty("java.home"), "/opt/jre"));
			lines.add(bind(Image.FILES.toString(), Image.MOUNTED));
		}
		for (String volume : service.list("volumes")) {
			String[] words = volume.split(":");
			lines.add("mount --bind %s .%s".formatted(configuration, words[1]));
			lines.add("mount -o remount,bind,%s .%s".formatted(words[2], words[1]));
		}
		for (String place : service.list("tmpfs")) {
			String[] words = place.split(":");
			String options = "noexec,nosuid,nodev,mode=1777" + ((words.length > 1) ? "," + words[1] : "");
			lines.add("mkdir -p .%s".formatted(words[0]));
			lines.add("mount -t tmpfs -o %s tmpfs .%s".formatted(options, words[0]));
		}
		if (service.is("read_only")) {
			lines.add("mount -o remount,ro .");
		}
		lines.add("exec chroot . \"$@\"");
		return String.join("\n", lines);
	}

	private static String bind(String folder, String target) {
		return "mkdir -p .%s && mount --bind %s .%s".formatted(target, folder, target);
	}

	/** The beginning of each command that runs inside. */
	private static List<String> rights(ComposeFile.Service service, Image image, Map<String, String> more) {
		String[] user = image.userOf(service).split(":");
		List<String> command = new ArrayList<>(
				List.of("setpriv", "--reuid=" + user[0], "--regid=" + user[user.length - 1], "--clear-groups"));
		if (service.list("cap_drop").contains("ALL")) {
			command.addAll(List.of("--inh-caps=-all", "--bounding-set=-all"));
		}
		if (service.list("security_opt").contains("no-new-privileges:true")) {
			command.add("--no-new-privs");
		}
		Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
		environment.putAll(image.environment());
		environment.putAll(service.environment());
		environment.putAll(service.isBuilt() ? more : Map.of());
		command.addAll(List.of("env", "-i"));
		environment.forEach((name, value) -> command.add(name + "=" + value));
		return command;
	}

	/**
	 * Wait until the health check succeeds.
	 */
	void awaitHealthy() throws IOException {
		try {
			await().atMost(START)
				.failFast("it has ended", () -> !this.process.isAlive())
				.until(() -> run(this.healthCheck) == 0);
		}
		catch (ConditionTimeoutException | TerminalFailureException unhealthy) {
			throw new IllegalStateException("not healthy, and logged:\n" + log(), unhealthy);
		}
	}

	/**
	 * Run a command of the shell inside.
	 * @param command the command
	 * @return its exit status
	 */
	int run(String command) throws IOException {
		return inside(Redirect.DISCARD, command).onExit().join().exitValue();
	}

	/**
	 * Run a command of the shell inside.
	 * @param command the command
	 * @return what it printed
	 */
	String output(String command) throws IOException {
		return new String(inside(Redirect.PIPE, command).getInputStream().readAllBytes());
	}

	private Process inside(Redirect output, String command) throws IOException {
		List<String> words = Stream
			.of(List.of("nsenter", "--target=" + this.process.pid(), "--mount", "--net", "--root", "--wd"), this.rights,
					List.of("bash", "-c", command))
			.flatMap(List::stream)
			.toList();
		return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output).start();
	}

	/**
	 * Read a file that Linux has about the process.
	 * @param name its name
	 * @return what stands in it
	 */
	String proc(String name) throws IOException {
		return Files.readString(Path.of("/proc", "" + this.process.pid(), name));
	}

	String log() throws IOException {
		return Files.readString(this.log);
	}

	void stop() {
		this.process.destroy();
	}

	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	boolean hasExitedWithin(int seconds) throws InterruptedException {
		return this.process.waitFor(seconds, TimeUnit.SECONDS);
	}

	/** Not by SIGKILL, since nginx has processes of its own to end. */
	@Override
	public void close() {
		stop();
		await().until(() -> !this.process.isAlive());
	}

}
