package io.spinstream.web;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.spinstream.run.AnswerException;
import io.spinstream.run.InvalidInputException;
import io.spinstream.run.UnavailableException;
import io.spinstream.spinner.TerminalText;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that ends in a problem (RFC 9457) whose detail the client may read.
 */
final class Refusal extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_VALUE = 100;

	private static final String RETRY_AFTER_SECONDS = "3";

	private Refusal(HttpStatus status, String detail) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

	static Refusal parameter(String name, String value, String rule) {
		return new Refusal(HttpStatus.BAD_REQUEST, named(name, value, rule));
	}

	static Refusal unknown(String name, String value, Collection<?> allowed) {
		String names = allowed.stream().map(Object::toString).collect(Collectors.joining(", "));
		return parameter(name, value, "must be one of " + names);
	}

	static Refusal header(HttpStatus status, String name, String value, String rule) {
		return new Refusal(status, named(name, value, rule));
	}

	/**
	 * Refuse the body of a request.
	 * @param status the status
	 * @param rule what is allowed
	 * @return the refusal
	 */
	static Refusal body(HttpStatus status, String rule) {
		return new Refusal(status, "the body " + rule);
	}

	static Refusal unknownRun() {
		return new Refusal(HttpStatus.NOT_FOUND, "this run is not known, or it is no longer known");
	}

	/**
	 * Refuse an input of a run.
	 * @param input the input and the rule that it breaks
	 * @return the refusal
	 */
	static Refusal input(InvalidInputException input) {
		String value = input.value();
		return (value != null) ? parameter(input.name(), value, input.rule())
				: new Refusal(HttpStatus.BAD_REQUEST, input.name() + ": " + input.rule());
	}

	/**
	 * Refuse the types that a client accepts.
	 * @param request the headers of its request
	 * @param types the types that there are, or nothing if the header cannot be read
	 * @return the refusal
	 */
	static Refusal notAcceptable(HttpHeaders request, List<MediaType> types) {
		String accept = String.join(", ", request.getOrEmpty(HttpHeaders.ACCEPT));
		String names = types.stream().map(MediaType::toString).collect(Collectors.joining(", "));
		return header(HttpStatus.NOT_ACCEPTABLE, HttpHeaders.ACCEPT, accept,
				names.isEmpty() ? "must be a list of at most 50 media types" : "must admit one of " + names);
	}

	static Refusal unavailable(UnavailableException reason) {
		return later(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(reason.getMessage()));
	}

	/**
	 * Refuse a client that has reached a limit of its own.
	 * @param reason which limit it is
	 * @return the refusal
	 */
	static Refusal tooMany(String reason) {
		return later(HttpStatus.TOO_MANY_REQUESTS, reason);
	}

	private static Refusal later(HttpStatus status, String reason) {
		Refusal refusal = new Refusal(status, reason);
		refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		return refusal;
	}

	/**
	 * Tell the failure of a run.
	 * @param failure the failure
	 * @return the problem, with a status by the kind of failure
	 */
	static Refusal failed(AnswerException failure) {
		String reason = TerminalText.harmless(failure.reason());
		return switch (failure.kind()) {
			case FAILED, UNREAD -> new Refusal(HttpStatus.BAD_GATEWAY, reason);
			case STOPPED -> new Refusal(HttpStatus.GONE, reason);
			case TIMEOUT -> new Refusal(HttpStatus.GATEWAY_TIMEOUT, reason);
			case SHUTDOWN, MOVED, LOST -> unavailable(new UnavailableException(reason));
		};
	}

	/** Without control characters, since a problem may be read on a terminal. */
	private static String named(String name, String value, String rule) {
		String shortened = (value.length() > LONGEST_VALUE) ? value.substring(0, LONGEST_VALUE) + "…" : value;
		return "%s '%s': %s".formatted(name, TerminalText.harmless(shortened), rule);
	}

}
