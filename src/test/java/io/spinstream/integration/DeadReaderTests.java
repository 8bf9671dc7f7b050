package io.spinstream.integration;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.HostileText;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.SilentNetwork;
import io.spinstream.testing.Tools;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that stop reading, and networks that drop all packets.
 */
@SpinstreamTest
class DeadReaderTests {

	private static final int STALLED = 1_000;

	private static final int HEALTHY = 3;

	/** The largest possible frames: 80 columns, with three combining marks on each. */
	private static final String HEAVY = "/spin?style=line&message="
			+ HostileText.percentEncoded("x\u20D0\u20D0\u20D0".repeat(80));

	@LocalServerPort
	private int port;

	@Autowired
	private Meters meters;

	@Test
	void thousandStalledReadersCostLittleDisturbNobodyAndAreLetGo() throws IOException {
		List<SocketChannel> stalled = new ArrayList<>();
		List<RawClient> healthy = new ArrayList<>();
		try {
			for (int i = 0; i < HEALTHY; i++) {
				healthy.add(RawClient.get(this.port, "/spin"));
				healthy.getLast().event();
			}
			long before = heap();
			for (int i = 0; i < STALLED; i++) {
				stalled.add(stall());
			}
			await().until(() -> this.meters.open() == STALLED + HEALTHY);
			Instant begin = Instant.now();
			long open = heap();
			for (int frame = 0; frame < 90; frame++) {
				for (RawClient client : healthy) {
					assertThat(client.event()).isEqualTo("data: " + "abc".charAt(frame % 3) + " thinking!\n\n");
				}
			}
			long later = heap();
			assertThat(later - open).as("growth").isLessThan(5_000_000);
			assertThat((later - before) / STALLED).as("bytes a stalled reader").isLessThan(40_000);
			await().atMost(Duration.ofSeconds(40)).until(() -> this.meters.open() == HEALTHY);
			System.out.printf("%d stalled readers: %d bytes of heap each, both ends; let go after %d s%n", STALLED,
					(later - before) / STALLED, Duration.between(begin, Instant.now()).toSeconds());
		}
		finally {
			for (SocketChannel channel : stalled) {
				channel.close();
			}
			healthy.forEach(RawClient::close);
		}
	}

	private SocketChannel stall() throws IOException {
		SocketChannel channel = SocketChannel.open();
		channel.setOption(StandardSocketOptions.SO_RCVBUF, 2048);
		channel.connect(new InetSocketAddress("localhost", this.port));
		String request = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(HEAVY);
		channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
		return channel;
	}

	private static long heap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	@Test
	void aNetworkThatFallsSilentIsNoticed() throws Exception {
		try (SilentNetwork network = new SilentNetwork()) {
			if (!network.isThere()) {
				Tools.skip("no network of our own without root, so nothing is known about silence");
			}
			Process curl = network.run(Redirect.DISCARD, "curl", "-sN",
					"http://%s:%d/spin".formatted(network.host(), this.port));
			await().until(() -> this.meters.open() == 1);
			network.fallSilent();
			Instant begin = Instant.now();
			await().until(() -> this.meters.open() == 0);
			System.out.printf("a silent network was noticed after %.1f s%n",
					Duration.between(begin, Instant.now()).toMillis() / 1000.0);
			assertThat(curl.isAlive()).as("the client, who knows nothing").isTrue();
			curl.destroyForcibly();
		}
	}

}
