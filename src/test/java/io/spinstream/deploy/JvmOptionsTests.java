package io.spinstream.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.util.internal.PlatformDependent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JVM options of the image, {@code image/java.args}.
 */
class JvmOptionsTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final Pattern HEAP = Pattern.compile("\\bMaxHeapSize += (\\d+)");

	@ParameterizedTest
	@CsvSource({ "512MB, 300MB, 310MB", "768MB, 450MB, 464MB", "64GB, 1200MB, 1200MB" })
	void theHeapTakesAPartOfTheMemoryUpToALimit(DataSize memory, DataSize least, DataSize most) throws Exception {
		assertThat(heap("-XX:MaxRAM=" + memory.toBytes())).isBetween(least.toBytes(), most.toBytes());
	}

	@ParameterizedTest
	@CsvSource({ "512MB", "64GB" })
	void aUserCanSetTheHeap(DataSize memory) throws Exception {
		assertThat(heap("-XX:MaxRAM=" + memory.toBytes(), "-Xmx4g")).isEqualTo(DataSize.ofGigabytes(4).toBytes());
	}

	@Test
	void reflectionIsNativeAndNettyUsesUnsafe() throws Exception {
		assertThat(java(List.of(), List.of("-classpath", System.getProperty("java.class.path"), Probe.class.getName())))
			.isEqualTo("native reflection: true, unsafe: true");
	}

	/** The shell makes the bytes, whatever the locale of the test is. */
	@Test
	void theEnvironmentIsReadAsUtf8() throws Exception {
		Matcher locale = Pattern.compile("(?m)^ENV LANG=(\\S+)$").matcher(Files.readString(Path.of("Dockerfile")));
		assertThat(locale.find()).isTrue();
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", "TEXT=$(printf '\\303\\244') exec \"$@\"", "sh", JAVA,
				"-classpath", System.getProperty("java.class.path"), EnvironmentProbe.class.getName());
		builder.environment().clear();
		builder.environment().put("LANG", locale.group(1));
		assertThat(output(builder)).isEqualTo("U+00E4");
	}

	private static long heap(String... users) throws IOException, InterruptedException {
		String flags = java(List.of(users), List.of("-XX:+PrintFlagsFinal", "-version"));
		Matcher heap = HEAP.matcher(flags);
		assertThat(heap.find()).as(flags).isTrue();
		return Long.parseLong(heap.group(1));
	}

	/** The output of a JVM with the options of a user, of the image, and others. */
	private static String java(List<String> users, List<String> others) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(JAVA);
		command.addAll(users);
		command.addAll(image());
		command.addAll(others);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
		return output(builder);
	}

	private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	private static List<String> image() throws IOException {
		return Files.readAllLines(Path.of("image", "java.args"))
			.stream()
			.filter((line) -> line.startsWith("-") && !line.startsWith("-jar"))
			.toList();
	}

	/** Prints the first character of a variable. */
	static final class EnvironmentProbe {

		private EnvironmentProbe() {
		}

		public static void main(String[] arguments) {
			System.out.printf("U+%04X", System.getenv("TEXT").codePointAt(0));
		}

	}

	/**
	 * Prints whether the options have their effect. A warning of the JVM fails the test.
	 */
	static final class Probe {

		private Probe() {
		}

		public static void main(String[] arguments) throws ReflectiveOperationException {
			System.out.printf("native reflection: %s, unsafe: %s",
					Probe.class.getDeclaredMethod("isCalledNatively").invoke(null), PlatformDependent.hasUnsafe());
		}

		static boolean isCalledNatively() {
			return StackWalker.getInstance(StackWalker.Option.SHOW_REFLECT_FRAMES)
				.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().endsWith("NativeAccessor")));
		}

	}

}
