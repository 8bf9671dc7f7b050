package io.spinstream.integration.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.ServerProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A replica that shares nothing.
 */
class LonelyReplicaTests {

	@Test
	void nothingOfTheClientOfAStoreIsLoadedOrRuns() throws IOException {
		try (ServerProcess server = new ServerProcess("--spinstream.answer.delay=0s");
				RawClient reader = RawClient.get(server.port(), "/spin")) {
			assertThat(reader.rest()).endsWith("data: Answer: 42\n\n");
			assertThat(ask(server, "VM.class_hierarchy", "-i"))
				.anyMatch((line) -> line.contains("io.spinstream.run.Runs"))
				.noneMatch((line) -> line.contains("io.lettuce"));
			assertThat(ask(server, "Thread.print")).anyMatch((line) -> line.contains("reactor-"))
				.noneMatch((line) -> line.contains("lettuce"));
		}
	}

	private static List<String> ask(ServerProcess server, String... command) throws IOException {
		String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		List<String> words = new ArrayList<>(List.of(jcmd, "" + server.pid()));
		words.addAll(List.of(command));
		return new ProcessBuilder(words).start().inputReader().lines().toList();
	}

}
