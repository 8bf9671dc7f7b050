package io.spinstream.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.spinstream.testing.RedisProcess;

/**
 * Measures what replicas ask of one Redis: idle ones, runs that nobody disturbs, and runs
 * that are read on another replica than their own. All replicas are in this process.
 */
final class StoreMain {

	private static final Duration WORK = Duration.ofSeconds(3);

	private static final Duration MEASURED = Duration.ofSeconds(6);

	private StoreMain() {
	}

	static void main() throws IOException, InterruptedException {
		System.out.printf(Locale.ROOT, "%8s %9s %9s %8s | %10s %10s %10s %10s%n", "replicas", "streams", "followed",
				"runs/s", "commands/s", "CPU ms/s", "kB in/s", "kB out/s");
		for (int replicas : List.of(1, 10, 100)) {
			measure(replicas, 0, 0);
			measure(replicas, 10_000 / replicas, 0);
			if (replicas > 1) {
				measure(replicas, 10_000 / replicas, 1);
			}
		}
		System.out.println(Machine.describe());
	}

	private static void measure(int replicas, int streams, int followers) throws IOException, InterruptedException {
		Path directory = Files.createTempDirectory("redis");
		try (RedisProcess redis = new RedisProcess(directory)) {
			List<StoreLoad> loads = IntStream.range(0, replicas)
				.mapToObj((i) -> new StoreLoad(redis.uri(), WORK))
				.toList();
			Thread.sleep(MEASURED);
			for (int i = 0; i < replicas; i++) {
				loads.get(i).start(streams, (followers > 0) ? loads.get((i + 1) % replicas) : loads.get(i));
			}
			Thread.sleep(MEASURED);
			StoreUse before = StoreUse.of(redis);
			long runs = ended(loads);
			Thread.sleep(MEASURED);
			StoreUse use = StoreUse.of(redis).minus(before);
			double seconds = MEASURED.toSeconds();
			System.out.printf(Locale.ROOT, "%8d %9d %9d %8.0f | %10.0f %10.1f %10.1f %10.1f   %s%n", replicas,
					replicas * streams, followers * replicas * streams, (ended(loads) - runs) / seconds,
					use.commands() / seconds, use.cpuMillis() / seconds, use.kilobytesIn() / seconds,
					use.kilobytesOut() / seconds, StoreUse.memory(redis));
			loads.forEach(StoreLoad::stop);
			Thread.sleep(WORK.plusSeconds(1));
			loads.forEach(StoreLoad::close);
		}
	}

	private static long ended(List<StoreLoad> loads) {
		return loads.stream().mapToLong(StoreLoad::ended).sum();
	}

}
