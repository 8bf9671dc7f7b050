package io.spinstream.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Style;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;

/**
 * Reads what a request asks for, and refuses what is not to be had.
 */
@Component
final class SpinRequests {

	private static final int SPINNERS = 256;

	private static final List<MediaType> ANY = List.of(MediaType.ALL);

	private static final List<MediaType> FORMATS = Stream.of(Format.values()).map(Format::mediaType).toList();

	private final ConcurrentLruCache<Look, Spinner> spinners = new ConcurrentLruCache<>(SPINNERS,
			(look) -> new Spinner(look.style(), look.message()));

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
	 * @param request the request
	 * @return what it asks for
	 * @throws Refusal if that is not to be had
	 */
	SpinRequest read(ServerHttpRequest request) {
		return new SpinRequest(spinner(request), supervisor(request), format(request), lastEventId(request));
	}

	private Spinner spinner(ServerHttpRequest request) {
		Style style = style(parameter(request, "style").orElse(this.properties.style()));
		String message = parameter(request, "message").orElse(this.properties.message());
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

	private SupervisorKind supervisor(ServerHttpRequest request) {
		return parameter(request, "supervisor").map((name) -> named("supervisor", name, SupervisorKind.values()))
			.orElse(this.properties.supervisor());
	}

	private Format format(ServerHttpRequest request) {
		return parameter(request, "format").map((name) -> named("format", name, Format.values()))
			.orElseGet(() -> acceptedFormat(request));
	}

	private static Format acceptedFormat(ServerHttpRequest request) {
		List<MediaType> types = acceptedTypes(request);
		return types.stream()
			.filter((type) -> type.getQualityValue() > 0)
			.flatMap((type) -> Stream.of(Format.values()).filter((format) -> type.isCompatibleWith(format.mediaType())))
			.filter((format) -> !isExcluded(format, types))
			.findFirst()
			.orElseThrow(() -> Refusal.notAcceptable(request.getHeaders(), FORMATS));
	}

	private static boolean isExcluded(Format format, List<MediaType> types) {
		return types.stream()
			.anyMatch((type) -> type.getQualityValue() == 0 && type.equalsTypeAndSubtype(format.mediaType()));
	}

	private static List<MediaType> acceptedTypes(ServerHttpRequest request) {
		try {
			List<MediaType> types = new ArrayList<>(request.getHeaders().getAccept());
			MimeTypeUtils.sortBySpecificity(types);
			return types.isEmpty() ? ANY : types;
		}
		catch (InvalidMediaTypeException | InvalidMimeTypeException malformed) {
			throw Refusal.notAcceptable(request.getHeaders(), List.of());
		}
	}

	private static String lastEventId(ServerHttpRequest request) {
		String header = request.getHeaders().getFirst("Last-Event-ID");
		return (header != null) ? header : parameter(request, "lastEventId").orElse("");
	}

	private static <T> T named(String parameter, String name, T[] values) {
		return Stream.of(values)
			.filter((value) -> value.toString().equals(name))
			.findFirst()
			.orElseThrow(() -> Refusal.unknown(parameter, name, List.of(values)));
	}

	private static Optional<String> parameter(ServerHttpRequest request, String name) {
		return Optional.ofNullable(request.getQueryParams().getFirst(name));
	}

	/** What spinners are shared by. */
	private record Look(Style style, String message) {
	}

}
