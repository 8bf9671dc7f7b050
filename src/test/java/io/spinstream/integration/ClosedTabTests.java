package io.spinstream.integration;

import java.io.IOException;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that disconnect while their stream is open.
 */
@Tag("contract")
@SpinstreamTest
@ExtendWith(OutputCaptureExtension.class)
class ClosedTabTests extends ServiceTest {

	private static final int TABS = 20;

	@Test
	void nothingIsLoggedHoweverTheyAreClosed(CapturedOutput output) throws IOException {
		for (String supervisor : List.of("threads", "virtual-threads", "reactive")) {
			for (int i = 0; i < TABS; i++) {
				RawClient client = RawClient.get(this.port, "/spin?supervisor=" + supervisor);
				client.event();
				if (i % 2 == 0) {
					client.reset();
				}
				else {
					client.close();
				}
			}
		}
		await().until(() -> this.meters.open() == 0);
		assertThat(output.getAll()).doesNotContainPattern(" (ERROR|WARN) ");
	}

	@Test
	void aReaderOfTextOrJsonThatLeavesEndsItsComputationAtOnce() {
		for (String format : List.of("text", "json")) {
			this.answers.forget();
			try (RawClient _ = RawClient.get(this.port, "/spin?format=" + format)) {
				awaitBegun(1);
			}
			await().until(() -> this.meters.open() == 0 && this.answers.cancelled() == 1);
		}
	}

}
