package io.spinstream.web;

import java.util.List;
import java.util.stream.Collectors;

import io.spinstream.run.InvalidInputException;
import io.spinstream.run.UnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Writes a problem (RFC 9457) for each error before the first byte, whatever type the
 * client accepts. It names no class, no path and no version.
 */
@Component
@Order(ProblemHandler.BEFORE_SPRING_BOOT)
final class ProblemHandler implements WebExceptionHandler {

	static final int BEFORE_SPRING_BOOT = -2;

	private static final Log logger = LogFactory.getLog(ProblemHandler.class);

	private final JsonMapper mapper;

	ProblemHandler(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
		ServerHttpResponse response = exchange.getResponse();
		if (response.isCommitted()) {
			return Mono.error(
					DisconnectedClientHelper.isClientDisconnectedException(failure) ? failure : withoutTarget(failure));
		}
		ErrorResponse problem = problem(failure, exchange.getRequest().getHeaders());
		response.getHeaders().setCacheControl(CacheControl.noStore());
		response.getHeaders().putAll(problem.getHeaders());
		return write(problem.getBody(), response);
	}

	private static ErrorResponse problem(Throwable failure, HttpHeaders request) {
		return switch (failure) {
			case Refusal refusal -> refusal;
			case UnavailableException refusal -> Refusal.unavailable(refusal);
			case InvalidInputException refusal -> Refusal.input(refusal);
			case NotAcceptableStatusException refused ->
				Refusal.notAcceptable(request, refused.getSupportedMediaTypes());
			case InvalidMimeTypeException _ -> Refusal.notAcceptable(request, List.of());
			case ErrorResponse refused -> withoutInside(failure, refused);
			default -> unexpected(failure);
		};
	}

	private static ErrorResponse withoutInside(Throwable failure, ErrorResponse refused) {
		HttpStatusCode status = refused.getStatusCode();
		return ErrorResponse.builder(failure, status, detail(failure, status))
			.headers((headers) -> headers.putAll(refused.getHeaders()))
			.build();
	}

	private static String detail(Throwable failure, HttpStatusCode status) {
		return (failure instanceof MethodNotAllowedException refusal)
				? "method '%s': must be one of %s".formatted(refusal.getHttpMethod(), allowed(refusal))
				: reasonPhrase(status);
	}

	private static String reasonPhrase(HttpStatusCode status) {
		return (status instanceof HttpStatus known) ? known.getReasonPhrase() : "status " + status.value();
	}

	private static String allowed(MethodNotAllowedException refusal) {
		return refusal.getSupportedMethods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
	}

	private static ErrorResponse unexpected(Throwable failure) {
		logger.error("A request could not be answered", withoutTarget(failure));
		HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
		return ErrorResponse.create(failure, status, status.getReasonPhrase());
	}

	/**
	 * Copy a failure for logs. Spring adds the target to it, and a target may name a run.
	 */
	private static Throwable withoutTarget(Throwable failure) {
		Throwable copy = new Throwable(failure.toString(), failure.getCause(), false, true) {

			@Override
			public String toString() {
				return String.valueOf(getMessage());
			}

		};
		copy.setStackTrace(failure.getStackTrace());
		return copy;
	}

	private Mono<Void> write(ProblemDetail problem, ServerHttpResponse response) {
		response.setRawStatusCode(problem.getStatus());
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		return response
			.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(this.mapper.writeValueAsBytes(problem))));
	}

}
