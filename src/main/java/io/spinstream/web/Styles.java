package io.spinstream.web;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Style;

import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/**
 * The styles that are configured, and the spinners that were made of them last.
 */
@Component
final class Styles {

	private static final int SPINNERS = 256;

	private final Map<String, Style> styles = new LinkedHashMap<>();

	private final ConcurrentLruCache<Look, Spinner> spinners = new ConcurrentLruCache<>(SPINNERS,
			(look) -> new Spinner(look.style(), look.message()));

	Styles(SpinstreamProperties properties) {
		properties.catalogue().forEach((style) -> this.styles.put(style.name(), style));
	}

	/**
	 * Return all styles.
	 * @return the styles in the order of the configuration
	 */
	Collection<Style> all() {
		return this.styles.values();
	}

	/**
	 * Find a spinner.
	 * @param name the name of a style
	 * @param message the text beside the spinner
	 * @return the spinner, shared by all who ask for it at the same time
	 * @throws Refusal if there is no such style or the message breaks a rule
	 */
	Spinner spinner(String name, String message) {
		Style style = Optional.ofNullable(this.styles.get(name))
			.orElseThrow(() -> Refusal.unknown("style", name, this.styles.keySet()));
		try {
			return this.spinners.get(new Look(style, message));
		}
		catch (IllegalArgumentException invalid) {
			throw Refusal.parameter("message", message, String.valueOf(invalid.getMessage()));
		}
	}

	private record Look(Style style, String message) {
	}

}
