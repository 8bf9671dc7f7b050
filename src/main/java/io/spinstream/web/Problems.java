package io.spinstream.web;

import java.util.List;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Turns whatever goes wrong before the first byte into a problem (RFC 9457), whichever
 * type the client accepts, and without a word about what is inside.
 */
@Component
@Order(Problems.BEFORE_SPRING_BOOT)
final class Problems implements WebExceptionHandler {

	static final int BEFORE_SPRING_BOOT = -2;

	private static final Log logger = LogFactory.getLog(Problems.class);

	private final JsonMapper mapper;

	Problems(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
		return handle(explained(failure, exchange.getRequest().getHeaders()), exchange.getResponse());
	}

	/** Spring's refusals of a type do not name it. */
	private static Throwable explained(Throwable failure, HttpHeaders request) {
		return switch (failure) {
			case NotAcceptableStatusException refused ->
				Refusal.notAcceptable(request, refused.getSupportedMediaTypes());
			case InvalidMimeTypeException malformed -> Refusal.notAcceptable(request, List.of());
			default -> failure;
		};
	}

	/**
	 * Write a problem.
	 * @param failure what went wrong
	 * @param response where to tell it
	 * @return completion, or the failure itself where it is too late to tell
	 */
	Mono<Void> handle(Throwable failure, ServerHttpResponse response) {
		if (response.isCommitted()) {
			return Mono.error(failure);
		}
		HttpStatus status = status(failure);
		if (failure instanceof ErrorResponse refused) {
			response.getHeaders().putAll(refused.getHeaders());
		}
		return write(new Problem(status.getReasonPhrase(), status.value(), detail(failure, status)), response);
	}

	private static HttpStatus status(Throwable failure) {
		if (failure instanceof ErrorResponse refused) {
			return HttpStatus.valueOf(refused.getStatusCode().value());
		}
		logger.error("A request could not be answered", failure);
		return HttpStatus.INTERNAL_SERVER_ERROR;
	}

	private static String detail(Throwable failure, HttpStatus status) {
		return switch (failure) {
			case Refusal refusal -> String.valueOf(refusal.getBody().getDetail());
			case MethodNotAllowedException refusal ->
				"method '%s': must be one of %s".formatted(refusal.getHttpMethod(), allowed(refusal));
			default -> status.getReasonPhrase();
		};
	}

	private static String allowed(MethodNotAllowedException refusal) {
		return refusal.getSupportedMethods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
	}

	private Mono<Void> write(Problem problem, ServerHttpResponse response) {
		response.setRawStatusCode(problem.status());
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		return response
			.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(this.mapper.writeValueAsBytes(problem))));
	}

	/**
	 * A problem on the wire.
	 *
	 * @param title what the status means
	 * @param status the HTTP status
	 * @param detail the value that broke a rule, and the rule
	 */
	record Problem(String title, int status, String detail) {
	}

}
