package io.spinstream.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JVM options of the image, {@code image/java.args}.
 */
class JvmOptionsTests {

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

	private static long heap(String... users) throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> image = Files.readAllLines(Path.of("image", "java.args"))
			.stream()
			.filter((line) -> line.startsWith("-X"))
			.toList();
		List<String> command = new ArrayList<>(List.of(java));
		command.addAll(List.of(users));
		command.addAll(image);
		command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String flags = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(flags).isZero();
		Matcher heap = HEAP.matcher(flags);
		assertThat(heap.find()).as(flags).isTrue();
		return Long.parseLong(heap.group(1));
	}

}
