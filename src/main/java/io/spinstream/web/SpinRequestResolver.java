package io.spinstream.web;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import io.spinstream.run.AnswerRequest;
import io.spinstream.spinner.Spinner;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Reads what a request asks for, and refuses what breaks a rule.
 */
@Component
final class SpinRequestResolver implements SyncHandlerMethodArgumentResolver {

	/** The names that no input of a run can have. The page has one of its own. */
	static final List<String> PARAMETERS = List.of("format", "lastEventId", "message", "run", "style", "supervisor");

	private static final AnswerRequest NO_INPUTS = new AnswerRequest(Map.of());

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
		ServerHttpRequest request = exchange.getRequest();
		MultiValueMap<String, String> query = request.getQueryParams();
		Preference preference = Preference.of(request.getHeaders());
		RunReference run = run(exchange);
		return new SpinRequest(spinner(query), supervisor(query), format(request.getHeaders(), query, preference), run,
				preference, client(request), run.mayBegin() ? answer(exchange) : NO_INPUTS);
	}

	private Spinner spinner(MultiValueMap<String, String> query) {
		return this.styles.spinner(value(query, "style").orElse(this.properties.style()),
				value(query, "message").orElse(this.properties.message()));
	}

	private SupervisorKind supervisor(MultiValueMap<String, String> query) {
		return value(query, "supervisor").map((name) -> named("supervisor", name, this.properties.supervisors()))
			.orElse(this.properties.supervisor());
	}

	/** A client that prefers 202 may accept any type, since 202 does not depend on it. */
	private static Format format(HttpHeaders headers, MultiValueMap<String, String> query, Preference preference) {
		return value(query, "format").map((name) -> named("format", name, List.of(Format.values())))
			.orElseGet(() -> accepted(headers, preference));
	}

	private static Format accepted(HttpHeaders headers, Preference preference) {
		try {
			return AcceptedFormat.of(headers);
		}
		catch (Refusal refusal) {
			if (preference.respondAsync()) {
				return Format.JSON;
			}
			throw refusal;
		}
	}

	private static RunReference run(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		String header = request.getHeaders().getFirst("Last-Event-ID");
		String seen = (header != null) ? header : value(request.getQueryParams(), "lastEventId").orElse("");
		Map<String, String> path = exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
				Map.of());
		String name = path.get(SpinController.RUN);
		return (name != null) ? RunReference.named(name, seen)
				: RunReference.seen(seen, seen.isEmpty() || request.getMethod() != HttpMethod.POST);
	}

	private static String client(ServerHttpRequest request) {
		InetSocketAddress address = request.getRemoteAddress();
		return (address != null) ? address.getHostString() : "";
	}

	private AnswerRequest answer(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		Map<String, String> parameters = new LinkedHashMap<>(request.getQueryParams().toSingleValueMap());
		parameters.keySet().removeAll(PARAMETERS);
		parameters.replaceAll((name, value) -> Objects.requireNonNullElse(value, ""));
		if (request.getMethod() != HttpMethod.POST) {
			return new AnswerRequest("GET", parameters, passedOn(request.getHeaders()), Mono.empty());
		}
		Map<String, List<String>> headers = passedOn(request.getHeaders());
		contentType(request.getHeaders()).ifPresent((type) -> headers.put(HttpHeaders.CONTENT_TYPE, List.of(type)));
		return new AnswerRequest("POST", parameters, headers,
				RequestBody.of(exchange, this.properties.answer().maxBody().toBytes()));
	}

	private Map<String, List<String>> passedOn(HttpHeaders headers) {
		Map<String, List<String>> passedOn = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String name : this.properties.answer().headers()) {
			List<String> values = headers.get(name);
			if (values != null) {
				passedOn.put(name, List.copyOf(values));
			}
		}
		return passedOn;
	}

	private static Optional<String> contentType(HttpHeaders headers) {
		String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
		try {
			return Optional.ofNullable(headers.getContentType()).map((valid) -> type);
		}
		catch (InvalidMediaTypeException malformed) {
			throw Refusal.header(HttpStatus.BAD_REQUEST, HttpHeaders.CONTENT_TYPE, String.valueOf(type),
					"must be a media type, of a charset that is known");
		}
	}

	private static <T> T named(String parameter, String name, List<T> values) {
		return values.stream()
			.filter((value) -> value.toString().equals(name))
			.findFirst()
			.orElseThrow(() -> Refusal.unknown(parameter, name, values));
	}

	private static Optional<String> value(MultiValueMap<String, String> query, String name) {
		return Optional.ofNullable(query.getFirst(name));
	}

}
