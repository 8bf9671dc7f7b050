package io.spinstream.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.spinstream.testing.RedisProcess;

/**
 * What a Redis has done since its start.
 *
 * @param commands how many commands it has carried out for clients, without those that
 * scripts call
 * @param cpuMillis CPU time that it has taken, in milliseconds
 * @param kilobytesIn what it has read
 * @param kilobytesOut what it has written
 */
record StoreUse(double commands, double cpuMillis, double kilobytesIn, double kilobytesOut) {

	private static final List<String> SENT_BY_CLIENTS = List.of("evalsha", "eval", "get", "psetex");

	static StoreUse of(RedisProcess redis) {
		String info = String.join("\n", redis.call("INFO", "everything"));
		double commands = SENT_BY_CLIENTS.stream()
			.mapToDouble((name) -> value(info, "cmdstat_" + name + ":calls="))
			.sum();
		return new StoreUse(commands, 1_000 * (value(info, "used_cpu_sys:") + value(info, "used_cpu_user:")),
				value(info, "total_net_input_bytes:") / 1_000, value(info, "total_net_output_bytes:") / 1_000);
	}

	static String memory(RedisProcess redis) {
		String info = String.join("\n", redis.call("INFO", "everything"));
		String keys = Arrays.stream(info.split("\n")).filter((line) -> line.startsWith("db0:")).findFirst().orElse("");
		return String.format(Locale.ROOT, "%.1f MB, %s", value(info, "used_memory:") / 1_000_000, keys.strip());
	}

	private static double value(String info, String name) {
		return Pattern.compile("(?m)^" + Pattern.quote(name) + "([\\d.]+)")
			.matcher(info)
			.results()
			.mapToDouble((match) -> Double.parseDouble(match.group(1)))
			.findFirst()
			.orElse(0);
	}

	StoreUse minus(StoreUse before) {
		return new StoreUse(this.commands - before.commands, this.cpuMillis - before.cpuMillis,
				this.kilobytesIn - before.kilobytesIn, this.kilobytesOut - before.kilobytesOut);
	}

}
