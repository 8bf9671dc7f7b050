package io.spinstream.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.spinstream.run.AnswerRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Reads what a request asks for, and refuses what breaks a rule.
 */
@Component
final class SpinRequestResolver implements SyncHandlerMethodArgumentResolver {

	private static final Set<String> OWN_PARAMETERS = Set.of("message", "style", "supervisor", "format", "lastEventId");

	private final SpinstreamProperties properties;

	private final Styles styles;

	SpinRequestResolver(SpinstreamProperties properties, Styles styles) {
		this.properties = properties;
		this.styles = styles;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == SpinRequest.class;
	}

	@Override
	public @Nullable Object resolveArgumentValue(MethodParameter parameter, BindingContext context,
			ServerWebExchange exchange) {
		return read(exchange.getRequest());
	}

	private SpinRequest read(ServerHttpRequest request) {
		MultiValueMap<String, String> query = request.getQueryParams();
		return new SpinRequest(
				this.styles.spinner(value(query, "style").orElse(this.properties.style()),
						value(query, "message").orElse(this.properties.message())),
				supervisor(query), format(request, query), lastEventId(request, query), answer(query));
	}

	private SupervisorKind supervisor(MultiValueMap<String, String> query) {
		return value(query, "supervisor").map((name) -> named("supervisor", name, SupervisorKind.values()))
			.orElse(this.properties.supervisor());
	}

	private static Format format(ServerHttpRequest request, MultiValueMap<String, String> query) {
		return value(query, "format").map((name) -> named("format", name, Format.values()))
			.orElseGet(() -> AcceptedFormat.of(request.getHeaders()));
	}

	private static String lastEventId(ServerHttpRequest request, MultiValueMap<String, String> query) {
		String header = request.getHeaders().getFirst("Last-Event-ID");
		return (header != null) ? header : value(query, "lastEventId").orElse("");
	}

	private static AnswerRequest answer(MultiValueMap<String, String> query) {
		Map<String, String> parameters = new LinkedHashMap<>(query.toSingleValueMap());
		parameters.keySet().removeAll(OWN_PARAMETERS);
		parameters.replaceAll((name, value) -> Objects.requireNonNullElse(value, ""));
		return new AnswerRequest(parameters);
	}

	private static <T> T named(String parameter, String name, T[] values) {
		return Stream.of(values)
			.filter((value) -> value.toString().equals(name))
			.findFirst()
			.orElseThrow(() -> Refusal.unknown(parameter, name, List.of(values)));
	}

	private static Optional<String> value(MultiValueMap<String, String> query, String name) {
		return Optional.ofNullable(query.getFirst(name));
	}

}
