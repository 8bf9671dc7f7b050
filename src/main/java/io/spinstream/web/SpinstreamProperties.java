package io.spinstream.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.spinstream.answer.UpstreamTemplate;
import io.spinstream.fleet.TakeOver;
import io.spinstream.redis.RedisStore;
import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Style;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The configuration. A value that breaks a rule stops the start.
 *
 * @param message Text beside the spinner: 1 to 80 columns.
 * @param style Name of the style of a request that names none.
 * @param supervisor Supervisor of a request that names none.
 * @param supervisors Supervisors that clients may choose.
 * @param answer Where answers come from.
 * @param resumeWindow How long a run is computed without a reader.
 * @param keepAnswer How long an answer or a failure can be fetched after the end of its
 * run.
 * @param maxStreams Streams open at a time.
 * @param maxRuns Runs computed at a time. As many as streams, if not set.
 * @param maxThreadStreams Streams of the supervisor 'threads' open at a time, each of
 * which takes two platform threads.
 * @param maxStreamsPerClient Streams of one client open at a time, and the runs that it
 * has begun and that have not ended. No limit, if not set.
 * @param redis Redis or Valkey that several replicas share, such as
 * redis://localhost:6379. Runs are known to this replica alone, if not set.
 * @param redisTakeOver Runs that another replica computes again when their own is gone:
 * those begun by GET, any, or none.
 * @param redisRequired Whether this replica is not ready while Redis does not answer.
 * @param allowedOrigins Origins whose pages may read from here.
 * @param addressFile File that the address of the service is written to when it has
 * started, for a health check.
 * @param styles The styles by name.
 */
@ConfigurationProperties("spinstream")
record SpinstreamProperties(String message, String style, SupervisorKind supervisor, @DefaultValue( {
		"threads", "virtual-threads", "reactive" }) List<SupervisorKind> supervisors, Answer answer,
		Duration resumeWindow, Duration keepAnswer, int maxStreams, @Nullable Integer maxRuns, int maxThreadStreams,
		@Nullable Integer maxStreamsPerClient, @Nullable String redis, @DefaultValue("get") TakeOver redisTakeOver,
		@DefaultValue("false") boolean redisRequired, @DefaultValue List<String> allowedOrigins,
		@Nullable String addressFile, Map<String, Look> styles){

	/** Half of what all outcomes may take. */
	private static final DataSize MOST = DataSize.ofMegabytes(32);

	/** Reactor counts times in nanoseconds, and so up to 292 years. */
	private static final Duration LONGEST = Duration.ofDays(365);

	/** Browsers leave out the usual port. */
	private static final Pattern ORIGIN = Pattern
		.compile("\\*|(?!http:.*:80$|https:.*:443$)https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+])(:[1-9][0-9]{0,4})?");

	SpinstreamProperties {
		checkPresent("message", message);
		checkPresent("supervisor", supervisor);
		check(supervisors.contains(supervisor), "supervisor", supervisor,
				"one of spinstream.supervisors, which are " + supervisors);
		checkPresent("resume-window", resumeWindow);
		checkPresent("keep-answer", keepAnswer);
		check(styles.containsKey(style), "style", style, "one of " + String.join(", ", styles.keySet()));
		checkTime("resume-window", resumeWindow);
		checkTime("keep-answer", keepAnswer);
		check(maxStreams >= 1, "max-streams", maxStreams, "at least 1");
		maxRuns = (maxRuns != null) ? maxRuns : maxStreams;
		check(maxRuns >= 1, "max-runs", maxRuns, "at least 1");
		check(maxStreamsPerClient == null || maxStreamsPerClient >= 1, "max-streams-per-client",
				String.valueOf(maxStreamsPerClient), "at least 1");
		check(maxThreadStreams >= 0, "max-thread-streams", maxThreadStreams, "at least 0");
		check(maxThreadStreams >= 1 || supervisor != SupervisorKind.THREADS, "max-thread-streams", maxThreadStreams,
				"at least 1, if spinstream.supervisor is threads");
		for (String origin : allowedOrigins) {
			check(ORIGIN.matcher(origin).matches(), "allowed-origins", origin,
					"* or like https://example.org or http://localhost:8080, without a wildcard, a path or the usual"
							+ " port of the scheme");
		}
		allowedOrigins = allowedOrigins.stream().map((origin) -> origin.toLowerCase(Locale.ROOT)).toList();
		if (redis != null && !redis.isEmpty()) {
			checkStore(redis);
		}
		styles = new LinkedHashMap<>(styles);
		checkMessage(message, styles.get(style).named(style));
		styles.forEach((name, look) -> look.named(name));
	}

	private static void checkStore(String uri) {
		try {
			RedisStore.check(uri);
		}
		catch (IllegalArgumentException invalid) {
			throw new IllegalArgumentException("spinstream.redis " + invalid.getMessage());
		}
	}

	private static void checkMessage(String message, Style style) {
		try {
			new Spinner(style, message);
		}
		catch (IllegalArgumentException invalid) {
			throw new IllegalArgumentException("spinstream.message is '" + message + "': " + invalid.getMessage());
		}
	}

	private static void checkPresent(String key, @Nullable Object value) {
		check(value != null, key, "", "given");
	}

	private static void checkTime(String key, Duration time) {
		check(!time.isNegative() && time.compareTo(LONGEST) <= 0, key, time, "0s to 365d");
	}

	private static void check(boolean valid, String key, Object value, String rule) {
		if (!valid) {
			throw new IllegalArgumentException("spinstream.%s is '%s': must be %s".formatted(key, value, rule));
		}
	}

	/**
	 * Return the catalogue.
	 * @return the styles in the order of the configuration
	 */
	List<Style> catalogue() {
		return this.styles.entrySet().stream().map((entry) -> entry.getValue().named(entry.getKey())).toList();
	}

	/**
	 * Return how many runs may be computed at a time.
	 * @return the limit
	 */
	int runs() {
		return Objects.requireNonNull(this.maxRuns);
	}

	/**
	 * Return where replicas share their runs.
	 * @return the address of Redis, or nothing
	 */
	Optional<String> store() {
		return Optional.ofNullable(this.redis).filter((uri) -> !uri.isEmpty());
	}

	Optional<Path> addressTarget() {
		return Optional.ofNullable(this.addressFile).filter((file) -> !file.isEmpty()).map(Path::of);
	}

	/**
	 * Where answers come from.
	 *
	 * @param value The answer, unless a URL is set.
	 * @param delay How long the answer takes, unless a URL is set.
	 * @param url Address of the upstream, whose response is the answer. Variables like
	 * {id} are parameters of a request.
	 * @param headers Headers of a request that are passed on to the upstream.
	 * @param timeout How long after its begin a run without an answer fails.
	 * @param maxConcurrent Answers computed at a time; further runs wait in order. 1000,
	 * if a URL is set; no limit otherwise.
	 * @param maxBody Longest body of a request.
	 * @param maxSize Longest answer, at most 32MB.
	 */
	record Answer(String value, Duration delay, @Nullable String url, @DefaultValue List<String> headers,
			Duration timeout, @Nullable Integer maxConcurrent, DataSize maxBody, DataSize maxSize) {

		private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

		/**
		 * Those of one connection (RFC 9110, section 7.6.1), those of the message itself,
		 * and those that change the form of the answer: its encoding, its range, or 304
		 * and 412 in its place.
		 */
		private static final Set<String> NEVER_PASSED_ON = Set.of("connection", "keep-alive", "proxy-authenticate",
				"proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
				"http2-settings", "expect", "host", "content-length", "accept-encoding", "range", "if-range",
				"if-match", "if-none-match", "if-modified-since", "if-unmodified-since");

		private static final int CONCURRENT_CALLS = 1_000;

		Answer {
			checkPresent("answer.value", value);
			checkPresent("answer.delay", delay);
			checkPresent("answer.timeout", timeout);
			checkTime("answer.delay", delay);
			check(timeout.isPositive() && timeout.compareTo(LONGEST) <= 0, "answer.timeout", timeout,
					"longer than 0s, up to 365d");
			target(url).ifPresent((template) -> checkVariables(template, url));
			for (String name : headers) {
				check(TOKEN.matcher(name).matches() && !NEVER_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)),
						"answer.headers", name,
						"the name of a header that is not of one connection or message, and asks for no encoding,"
								+ " range or condition");
			}
			headers = List.copyOf(headers);
			checkPresent("answer.max-body", maxBody);
			checkPresent("answer.max-size", maxSize);
			check(!maxBody.isNegative() && maxBody.compareTo(MOST) <= 0, "answer.max-body", maxBody, "0B to 32MB");
			check(maxSize.toBytes() >= 1 && maxSize.compareTo(MOST) <= 0, "answer.max-size", maxSize, "1B to 32MB");
			check(maxConcurrent == null || maxConcurrent >= 1, "answer.max-concurrent", String.valueOf(maxConcurrent),
					"at least 1");
		}

		/**
		 * Return the address of the upstream.
		 * @return the URL, or nothing
		 */
		Optional<UpstreamTemplate> target() {
			return target(this.url);
		}

		private static Optional<UpstreamTemplate> target(@Nullable String url) {
			try {
				return Optional.ofNullable(url).filter((given) -> !given.isEmpty()).map(UpstreamTemplate::new);
			}
			catch (IllegalArgumentException invalid) {
				check(false, "answer.url", String.valueOf(url), String.valueOf(invalid.getMessage()));
				throw invalid;
			}
		}

		private static void checkVariables(UpstreamTemplate template, @Nullable String url) {
			check(Collections.disjoint(template.variables(), SpinRequestResolver.PARAMETERS), "answer.url",
					String.valueOf(url),
					"without variables named " + String.join(", ", SpinRequestResolver.PARAMETERS));
		}

		/**
		 * Return how many answers may be computed at a time.
		 * @return the limit
		 */
		int concurrency() {
			return Objects.requireNonNullElseGet(this.maxConcurrent,
					() -> target().isPresent() ? CONCURRENT_CALLS : Integer.MAX_VALUE);
		}

	}

	/**
	 * The look and the pace of a style.
	 *
	 * @param interval Time between two frames: 20ms to 10s.
	 * @param frames What is shown in turn.
	 */
	record Look(Duration interval, List<String> frames) {

		private Style named(String name) {
			checkPresent("styles." + name + ".interval", this.interval);
			checkPresent("styles." + name + ".frames", this.frames);
			return new Style(name, this.interval, this.frames);
		}

	}

}
