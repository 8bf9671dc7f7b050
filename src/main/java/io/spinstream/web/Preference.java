package io.spinstream.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.http.HttpHeaders;
import org.springframework.util.MimeTypeUtils;

/**
 * How long a client waits for an answer: the preferences {@code respond-async} and
 * {@code wait} (RFC 7240, sections 4.1 and 4.3). One that is malformed or unknown is
 * ignored; of several with the same name the first counts.
 *
 * @param respondAsync whether the client takes 202 instead of a stream
 * @param patience how long it waits before that, if it says so
 */
record Preference(boolean respondAsync, Optional<Duration> patience) {

	static final String APPLIED = "Preference-Applied";

	private static final String RESPOND_ASYNC = "respond-async";

	private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

	static Preference of(HttpHeaders request) {
		Map<String, String> preferences = new HashMap<>();
		for (String header : request.getOrEmpty("Prefer")) {
			MimeTypeUtils.tokenize(header).forEach((preference) -> add(preference, preferences));
		}
		return new Preference("".equals(preferences.get(RESPOND_ASYNC)),
				Optional.ofNullable(preferences.get("wait"))
					.filter((seconds) -> SECONDS.matcher(seconds).matches())
					.map((seconds) -> Duration.ofSeconds(Long.parseLong(seconds))));
	}

	/** Parameters after a semicolon are ignored, since none is defined for these two. */
	private static void add(String preference, Map<String, String> preferences) {
		String[] pair = preference.split(";", 2)[0].split("=", 2);
		String value = (pair.length > 1) ? pair[1].strip() : "";
		boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
		preferences.putIfAbsent(pair[0].strip().toLowerCase(Locale.ROOT),
				quoted ? value.substring(1, value.length() - 1) : value);
	}

	/**
	 * Tell whether the client prefers 202 to a response that takes long.
	 * @param format what it gets otherwise
	 * @return {@code true} for {@code respond-async}; for {@code wait} alone only if the
	 * format sends nothing before the answer
	 */
	boolean admitsAccepted(Format format) {
		return this.respondAsync || (this.patience.isPresent() && !format.hasSpinner());
	}

	/**
	 * Tell whether the client prefers 202 to any wait.
	 * @param format what it gets otherwise
	 * @return whether 202 is admitted, and is to come at once
	 */
	boolean isForAcceptedAtOnce(Format format) {
		return admitsAccepted(format) && this.patience.filter(Duration::isPositive).isEmpty();
	}

	/**
	 * Return the preferences that a response with 202 has honoured.
	 * @return a value for {@code Preference-Applied}
	 */
	String applied() {
		List<String> applied = new ArrayList<>();
		if (this.respondAsync) {
			applied.add(RESPOND_ASYNC);
		}
		this.patience.ifPresent((duration) -> applied.add("wait=" + duration.toSeconds()));
		return String.join(", ", applied);
	}

}
