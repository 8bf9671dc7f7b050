package io.spinstream.deploy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The services of {@code deploy/compose.yaml} at work, asked by their balancer.
 */
class ComposeTests {

	private static final String BALANCER = "balancer";

	private static final String GET = "GET /spin HTTP/1.1";

	private static final String ID = "id: .{22}\n";

	@TempDir
	private Path directory;

	private Composition services;

	@BeforeEach
	void start() throws IOException {
		this.services = new Composition(this.directory);
	}

	@AfterEach
	void stop() {
		this.services.close();
	}

	@Test
	void streams() throws IOException {
		try (RawClient c = this.services.ask(BALANCER, GET)) {
			System.out.println(c.rest());
		}
	}

}
