package io.spinstream.testing;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RedisProcessTests {

	@Test
	void monitorsWhatClientsSendAndStartsAgainEmpty(@TempDir Path directory) {
		try (RedisProcess redis = new RedisProcess(directory); RedisMonitor monitor = redis.monitor()) {
			redis.call("SET", "a", "1");
			redis.call("EVAL", "return redis.call('GET', 'a')", "0");
			assertThat(monitor.commands()).containsExactly("\"SET\" \"a\" \"1\"",
					"\"EVAL\" \"return redis.call('GET', 'a')\" \"0\"");
			monitor.clear();
			redis.freeze();
			redis.thaw();
			assertThat(redis.call("GET", "a")).containsExactly("1");
			assertThat(monitor.commands()).containsExactly("\"GET\" \"a\"");
			redis.kill();
			redis.start();
			assertThat(redis.call("GET", "a")).containsExactly("");
			redis.stop();
			redis.start();
		}
	}

}
