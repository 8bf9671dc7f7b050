package io.spinstream.redis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.spinstream.fleet.Claim;
import io.spinstream.fleet.FleetSettings;
import io.spinstream.fleet.Inputs;
import io.spinstream.fleet.RunState;
import io.spinstream.fleet.RunStore;
import io.spinstream.fleet.RunStoreContractTests;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import io.spinstream.testing.RedisMonitor;
import io.spinstream.testing.RedisProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class RedisStoreTests extends RunStoreContractTests {

	private static final Inputs INPUTS = new Inputs("GET", Map.of("id", "7"), Map.of(), new byte[0], Life.RESUMABLE);

	private static final Outcome ANSWER = new Outcome.Answered(new Answer("42"));

	private static final Duration LONG = Duration.ofSeconds(20);

	private static @Nullable RedisProcess redis;

	@BeforeAll
	static void start(@TempDir Path directory) {
		redis = new RedisProcess(directory);
	}

	@AfterAll
	static void stop() {
		if (redis != null) {
			redis.close();
		}
	}

	@AfterEach
	void forgetAll() {
		flush();
	}

	@Override
	protected RunStore create() {
		RedisStore store = new RedisStore(redis.uri(), SETTINGS);
		store.connections().blockFirst(LONG);
		return store;
	}

	@Override
	protected void flush() {
		redis.flush();
	}

	/** Moves all expiries instead of waiting. */
	@Override
	protected void pass(Duration time) {
		redis.call("KEYS", "*").forEach((key) -> {
			long left = life(key) - time.toMillis();
			redis.call("PEXPIRE", key, "" + Math.max(0, left));
		});
	}

	@Override
	protected Map<String, Long> lives() {
		return redis.call("KEYS", "*")
			.stream()
			.collect(Collectors.toMap(RedisStoreTests::withoutPrefix, RedisStoreTests::life));
	}

	private static long life(String key) {
		return Long.parseLong(redis.call("PTTL", key).getFirst());
	}

	private static String withoutPrefix(String key) {
		assertThat(key).matches("spin:\\w+:\\{[\\w-]+}");
		return key.replaceAll("^spin:|[{}]", "");
	}

	private static String run(String key) {
		return "spin:run:{" + key + "}";
	}

	@Test
	void bothKeysOfARunHaveTheSameHashTag() {
		try (RunStore a = create(); RunStore b = create()) {
			a.begin("key", 1, INPUTS).block(LONG);
			b.look("key").block(LONG);
			assertThat(redis.call("KEYS", "*")).containsExactlyInAnyOrder("spin:run:{key}", "spin:read:{key}");
		}
	}

	@Test
	void nothingButTheOutcomeIsLeftAfterAnEnd() {
		try (RunStore a = create()) {
			for (String key : List.of("finished", "stopped")) {
				a.begin(key, 1, INPUTS).block(LONG);
				a.progress(key, 1, "half").block(LONG);
				assertThat(redis.call("HKEYS", run(key))).containsExactlyInAnyOrder("s", "o", "e", "l", "i", "p");
			}
			a.finish("finished", 1, ANSWER).block(LONG);
			a.stop("stopped").block(LONG);
			for (String key : List.of("finished", "stopped")) {
				assertThat(redis.call("HKEYS", run(key))).containsExactlyInAnyOrder("s", "o", "e", "t", "v", "c");
			}
		}
	}

	@Test
	void eachOperationIsOneCommand() {
		try (RunStore a = create(); RedisMonitor monitor = redis.monitor()) {
			List<Mono<?>> operations = List.of(a.begin("key", 1, INPUTS), a.look("key"), a.claim("key", 1, true),
					a.progress("key", 2, "half"), a.live("key", Life.DETACHED), a.finish("key", 2, ANSWER),
					a.drop("key", 2), a.stop("key"), a.tellStopped("other", "key"), a.takeStopped(), a.lease("other"),
					a.renew(), a.leave());
			operations.forEach((operation) -> operation.block(LONG));
			monitor.clear();
			operations.forEach((operation) -> operation.block(LONG));
			assertThat(monitor.commands()).hasSize(operations.size())
				.allMatch((command) -> command.matches("\"(EVALSHA|GET|PSETEX)\" .*"));
		}
	}

	@Test
	void aScriptThatRedisDoesNotKnowIsSentOnce() {
		try (RunStore a = create(); RedisMonitor monitor = redis.monitor()) {
			a.renew().block(LONG);
			redis.call("SCRIPT", "FLUSH");
			monitor.clear();
			assertThat(a.renew().block(LONG)).isTrue();
			assertThat(a.renew().block(LONG)).isTrue();
			assertThat(monitor.commands()).extracting((command) -> command.split(" ")[0])
				.containsExactly("\"EVALSHA\"", "\"EVAL\"", "\"EVALSHA\"");
		}
	}

	@Test
	void whatANewerReplicaWritesIsRead() {
		try (RunStore a = create()) {
			redis.call("HSET", run("run"), "s", "run", "o", "newer", "e", "1", "l", "LATER", "z", "new", "i", """
					{"new":{},"method":"GET","parameters":{"id":"7"},"headers":{},"body":""}""");
			assertThat(a.claim("run", 1, true).block(LONG)).usingRecursiveComparison()
				.isEqualTo(new Claim(2, 1, INPUTS));
			redis.call("HSET", run("ended"), "s", "failure", "o", "newer", "e", "1", "t", "LATER", "v", "why", "z",
					"new");
			assertThat(a.look("ended").block(LONG)).isInstanceOfSatisfying(RunState.Ended.class, (ended) -> {
				AnswerException failure = ((Outcome.Failed) ended.outcome()).failure();
				assertThat(failure.kind()).isEqualTo(Kind.FAILED);
				assertThat(failure.reason()).isEqualTo("why");
			});
			redis.call("HSET", run("text"), "s", "answer", "o", "newer", "e", "1", "t", "text/plain", "v", "why", "c",
					"newer");
			assertThat(a.look("text").block(LONG)).usingRecursiveComparison()
				.isEqualTo(new RunState.Ended(
						new Outcome.Answered(new Answer("text/plain", "why".getBytes(StandardCharsets.UTF_8), null))));
		}
	}

	@Test
	void aWindowOfZeroStillMarksReaders() {
		FleetSettings zero = new FleetSettings(SETTINGS.lease(), SETTINGS.answerTimeout(), Duration.ZERO, Duration.ZERO,
				SETTINGS.takeOver());
		try (RunStore a = new RedisStore(redis.uri(), zero); RunStore b = new RedisStore(redis.uri(), zero)) {
			a.connections().blockFirst(LONG);
			b.connections().blockFirst(LONG);
			a.begin("key", 1, INPUTS).block(LONG);
			b.look("key").block(LONG);
			assertThat(a.drop("key", 1).block(LONG)).isFalse();
			assertThat(a.finish("key", 1, ANSWER).block(LONG)).isTrue();
			assertThat(b.look("key").block(LONG)).isInstanceOf(RunState.Ended.class);
		}
	}

}
