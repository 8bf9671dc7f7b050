package io.spinstream.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Style;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configuration. A value that breaks a rule stops the start.
 *
 * @param message Text beside the spinner: 1 to 80 columns.
 * @param style Name of the style of a request that names none.
 * @param supervisor Supervisor of a request that names none.
 * @param answer Where answers come from.
 * @param resumeWindow How long a run is computed without a reader.
 * @param keepAnswer How long an answer or a failure can be fetched after the end of its
 * run.
 * @param maxStreams Streams open at a time.
 * @param maxRuns Runs computed at a time. As many as streams, if not set.
 * @param maxThreadStreams Streams of the supervisor 'threads' open at a time, each of
 * which takes two platform threads.
 * @param allowedOrigins Origins whose pages may read from here.
 * @param addressFile File that the address of the service is written to when it has
 * started, for a health check.
 * @param styles The styles by name.
 */
@ConfigurationProperties("spinstream")
record SpinstreamProperties(String message, String style, SupervisorKind supervisor, Answer answer,
		Duration resumeWindow, Duration keepAnswer, int maxStreams, @Nullable Integer maxRuns, int maxThreadStreams,
		@DefaultValue List<String> allowedOrigins, @Nullable String addressFile, Map<String, Look> styles) {

	private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/\\s]+");

	SpinstreamProperties {
		checkPresent("message", message);
		checkPresent("supervisor", supervisor);
		checkPresent("resume-window", resumeWindow);
		checkPresent("keep-answer", keepAnswer);
		check(styles.containsKey(style), "style", style, "one of " + String.join(", ", styles.keySet()));
		check(!resumeWindow.isNegative(), "resume-window", resumeWindow, "0s or longer");
		check(!keepAnswer.isNegative(), "keep-answer", keepAnswer, "0s or longer");
		check(maxStreams >= 1, "max-streams", maxStreams, "at least 1");
		maxRuns = (maxRuns != null) ? maxRuns : maxStreams;
		check(maxRuns >= 1, "max-runs", maxRuns, "at least 1");
		check(maxThreadStreams >= 0, "max-thread-streams", maxThreadStreams, "at least 0");
		for (String origin : allowedOrigins) {
			check(ORIGIN.matcher(origin).matches(), "allowed-origins", origin, "like https://example.org");
		}
		allowedOrigins = allowedOrigins.stream().map((origin) -> origin.toLowerCase(Locale.ROOT)).toList();
		styles = new LinkedHashMap<>(styles);
		checkMessage(message, styles.get(style).named(style));
		styles.forEach((name, look) -> look.named(name));
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

	Optional<Path> addressTarget() {
		return Optional.ofNullable(this.addressFile).filter((file) -> !file.isEmpty()).map(Path::of);
	}

	/**
	 * Where answers come from.
	 *
	 * @param value The answer, unless a URL is set.
	 * @param delay How long the answer takes, unless a URL is set.
	 * @param url Address of the upstream, whose response to a GET is the answer.
	 * @param timeout How long after its begin a run without an answer fails.
	 * @param maxConcurrent Answers computed at a time; further runs wait in order. 1000,
	 * if a URL is set; no limit otherwise.
	 */
	record Answer(String value, Duration delay, @Nullable String url, Duration timeout,
			@Nullable Integer maxConcurrent) {

		private static final int CONCURRENT_CALLS = 1_000;

		Answer {
			checkPresent("answer.value", value);
			checkPresent("answer.delay", delay);
			checkPresent("answer.timeout", timeout);
			check(!delay.isNegative(), "answer.delay", delay, "0s or longer");
			check(timeout.isPositive(), "answer.timeout", timeout, "longer than 0s");
			check(url == null || url.isEmpty() || isHttp(url), "answer.url", String.valueOf(url),
					"an absolute http or https URL");
			check(maxConcurrent == null || maxConcurrent >= 1, "answer.max-concurrent", String.valueOf(maxConcurrent),
					"at least 1");
		}

		/**
		 * Return the address of the upstream.
		 * @return the URL as it is written, without further encoding, or nothing
		 */
		Optional<URI> target() {
			return Optional.ofNullable(this.url).filter((given) -> !given.isEmpty()).map(URI::create);
		}

		/**
		 * Return how many answers may be computed at a time.
		 * @return the limit
		 */
		int concurrency() {
			return Objects.requireNonNullElseGet(this.maxConcurrent,
					() -> target().isPresent() ? CONCURRENT_CALLS : Integer.MAX_VALUE);
		}

		private static boolean isHttp(String url) {
			try {
				URI uri = new URI(url);
				return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
			}
			catch (URISyntaxException malformed) {
				return false;
			}
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
