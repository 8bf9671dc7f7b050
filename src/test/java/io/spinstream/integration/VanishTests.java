package io.spinstream.integration;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that disconnect at any point of the exchange. The system property
 * {@code vanishings} sets their number.
 */
@Tag("contract")
@TightSpinstreamTest
@ExtendWith(OutputCaptureExtension.class)
class VanishTests extends ServiceTest {

	private static final int VANISHINGS = Integer.getInteger("vanishings", 2_000);

	private static final int AT_A_TIME = 10;

	private static final String REQUEST = "GET /spin?supervisor=%s&format=%s HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String[] SUPERVISORS = { "reactive", "virtual-threads", "threads" };

	private static final String[] FORMATS = { "sse", "text", "json" };

	private final Level level = ResourceLeakDetector.getLevel();

	@BeforeEach
	void watch() {
		await().until(() -> this.meters.runs() == 0);
		ResourceLeakDetector.setLevel(Level.PARANOID);
	}

	@AfterEach
	void relax() {
		ResourceLeakDetector.setLevel(this.level);
	}

	@Test
	void theyLeaveNothingBehind(CapturedOutput output) {
		vanish(AT_A_TIME);
		int descriptors = descriptors();
		vanish(VANISHINGS);
		await().untilAsserted(() -> {
			assertThat(this.meters.open()).isZero();
			assertThat(this.meters.runs()).isZero();
			assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
			assertThat(this.answers.cancelled()).isEqualTo(this.answers.begun());
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("spin", "supervisor");
		});
		reportLeaks();
		assertThat(output.getAll()).as("leaks and errors of these clients, or of a test that left a body unread")
			.doesNotContain("LEAK:")
			.doesNotContainPattern(" (ERROR|WARN) ");
		System.out.printf("%d clients vanished, %d computations were begun and cancelled: streams 0, runs 0%n",
				VANISHINGS, this.answers.begun());
	}

	private void vanish(int times) {
		try (ExecutorService clients = Executors.newFixedThreadPool(AT_A_TIME)) {
			for (int i = 0; i < times; i++) {
				int number = i;
				clients.submit(() -> vanish(number, new RawClient(this.port)));
			}
		}
		await().until(() -> this.meters.open() == 0 && this.meters.runs() == 0);
	}

	/**
	 * Send a part of a request, or all of it, read the head of the response or nothing,
	 * and disconnect.
	 */
	private static boolean vanish(int number, RawClient client) throws IOException {
		String request = REQUEST.formatted(SUPERVISORS[number % 3], FORMATS[number / 3 % 3]);
		int stage = number % 4;
		client.send((stage == 0) ? request.substring(0, number % request.length()) : request);
		if (stage == 3 && !request.contains("json")) {
			client.status();
		}
		if (number % 2 == 0) {
			client.close();
		}
		else {
			client.reset();
		}
		return true;
	}

	/** Leaks are detected at a garbage collection, and logged at the next allocation. */
	private void reportLeaks() {
		for (int i = 0; i < 5; i++) {
			System.gc();
			vanish(AT_A_TIME);
		}
	}

	private static int descriptors() {
		String[] open = new File("/proc/self/fd").list();
		return (open != null) ? open.length : 0;
	}

}
