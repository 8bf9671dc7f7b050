package io.spinstream.web;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.spinstream.spinner.TerminalText;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that ends in a problem (RFC 9457).
 */
final class Refusal extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_VALUE = 100;

	private static final String RETRY_AFTER_SECONDS = "3";

	private Refusal(HttpStatus status, String detail) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

	static Refusal parameter(String name, String value, String rule) {
		return new Refusal(HttpStatus.BAD_REQUEST, "%s '%s': %s".formatted(name, shortened(value), rule));
	}

	static Refusal unknown(String name, String value, Collection<?> allowed) {
		String names = allowed.stream().map(Object::toString).collect(Collectors.joining(", "));
		return parameter(name, value, "must be one of " + names);
	}

	/**
	 * Refuse the types that a client accepts.
	 * @param request the headers of its request
	 * @param types what can be had, or nothing if {@code Accept} cannot be read: Spring
	 * sorts no more than 50 types
	 * @return the refusal
	 */
	static Refusal notAcceptable(HttpHeaders request, List<MediaType> types) {
		String accept = String.join(", ", request.getOrEmpty(HttpHeaders.ACCEPT));
		String names = types.stream().map(MediaType::toString).collect(Collectors.joining(", "));
		return new Refusal(HttpStatus.NOT_ACCEPTABLE, "Accept '%s': must %s".formatted(shortened(accept),
				names.isEmpty() ? "be a list of at most 50 media types" : "admit one of " + names));
	}

	static Refusal busy(String detail) {
		Refusal refusal = new Refusal(HttpStatus.SERVICE_UNAVAILABLE, detail);
		refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		return refusal;
	}

	static Refusal failed(String reason) {
		return new Refusal(HttpStatus.BAD_GATEWAY, reason);
	}

	/** Whoever reads a problem may do so on a terminal. */
	private static String shortened(String value) {
		return TerminalText
			.harmless((value.length() > LONGEST_VALUE) ? value.substring(0, LONGEST_VALUE) + "…" : value);
	}

}
