package io.spinstream.web;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Style;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;
import org.springframework.web.reactive.accept.HeaderContentTypeResolver;
import org.springframework.web.reactive.accept.RequestedContentTypeResolver;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Reads what a request asks for, and refuses what is not to be had.
 */
@Component
final class SpinRequests {

	private static final int SPINNERS = 256;

	private final ConcurrentLruCache<Look, Spinner> spinners = new ConcurrentLruCache<>(SPINNERS,
			(look) -> new Spinner(look.style(), look.message()));

	private final RequestedContentTypeResolver accepted = new HeaderContentTypeResolver();

	private final Map<String, Style> styles = new LinkedHashMap<>();

	private final SpinstreamProperties properties;

	SpinRequests(SpinstreamProperties properties) {
		this.properties = properties;
		properties.catalogue().forEach((style) -> this.styles.put(style.name(), style));
	}

	/**
	 * Return the catalogue.
	 * @return the styles in the order of the configuration
	 */
	Collection<Style> styles() {
		return this.styles.values();
	}

	/**
	 * Read a request.
	 * @param exchange the request
	 * @return what it asks for
	 * @throws Refusal if that is not to be had
	 */
	SpinRequest read(ServerWebExchange exchange) {
		return new SpinRequest(spinner(exchange), supervisor(exchange), format(exchange), lastEventId(exchange));
	}

	private Spinner spinner(ServerWebExchange exchange) {
		Style style = style(parameter(exchange, "style").orElse(this.properties.style()));
		String message = parameter(exchange, "message").orElse(this.properties.message());
		try {
			return this.spinners.get(new Look(style, message));
		}
		catch (IllegalArgumentException invalid) {
			throw Refusal.parameter("message", message, String.valueOf(invalid.getMessage()));
		}
	}

	private Style style(String name) {
		return Optional.ofNullable(this.styles.get(name))
			.orElseThrow(() -> Refusal.unknown("style", name, this.styles.keySet()));
	}

	private SupervisorKind supervisor(ServerWebExchange exchange) {
		return parameter(exchange, "supervisor").map((name) -> named("supervisor", name, SupervisorKind.values()))
			.orElse(this.properties.supervisor());
	}

	private Format format(ServerWebExchange exchange) {
		return parameter(exchange, "format").map((name) -> named("format", name, Format.values()))
			.orElseGet(() -> acceptedFormat(exchange));
	}

	private Format acceptedFormat(ServerWebExchange exchange) {
		List<MediaType> types = acceptedTypes(exchange);
		return types.stream()
			.filter((type) -> type.getQualityValue() > 0)
			.flatMap((type) -> Stream.of(Format.values()).filter((format) -> type.isCompatibleWith(format.mediaType())))
			.filter((format) -> !isExcluded(format, types))
			.findFirst()
			.orElseThrow(() -> Refusal.notAcceptable(accept(exchange)));
	}

	private static boolean isExcluded(Format format, List<MediaType> types) {
		return types.stream()
			.anyMatch((type) -> type.getQualityValue() == 0 && type.equalsTypeAndSubtype(format.mediaType()));
	}

	private List<MediaType> acceptedTypes(ServerWebExchange exchange) {
		try {
			return this.accepted.resolveMediaTypes(exchange);
		}
		catch (NotAcceptableStatusException malformed) {
			throw Refusal.notAcceptable(accept(exchange));
		}
	}

	private static String accept(ServerWebExchange exchange) {
		return String.join(", ", exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.ACCEPT));
	}

	private static String lastEventId(ServerWebExchange exchange) {
		String header = exchange.getRequest().getHeaders().getFirst("Last-Event-ID");
		return (header != null) ? header : parameter(exchange, "lastEventId").orElse("");
	}

	private static <T> T named(String parameter, String name, T[] values) {
		return Stream.of(values)
			.filter((value) -> value.toString().equals(name))
			.findFirst()
			.orElseThrow(() -> Refusal.unknown(parameter, name, List.of(values)));
	}

	private static Optional<String> parameter(ServerWebExchange exchange, String name) {
		return Optional.ofNullable(exchange.getRequest().getQueryParams().getFirst(name));
	}

	/** What spinners are shared by. */
	private record Look(Style style, String message) {
	}

}
