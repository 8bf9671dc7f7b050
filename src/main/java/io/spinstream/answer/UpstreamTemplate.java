package io.spinstream.answer;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spinstream.run.InvalidInputException;

import org.springframework.web.util.UriUtils;

/**
 * The address of an upstream, with variables in its path and its query: a URI template
 * (RFC 6570) of level 1. A value takes the place of its variable and changes nothing
 * else.
 */
public final class UpstreamTemplate {

	private static final String ABSOLUTE = "an absolute http or https URL, with variables like {id}";

	private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

	private static final Pattern AUTHORITY = Pattern.compile("(?i)https?://[^/?#]+");

	private static final Pattern FRAGMENT = Pattern.compile("#.*\\{");

	private static final Pattern PATH_SEPARATOR = Pattern.compile("[/\\\\]");

	private static final Set<String> DOT_SEGMENTS = Set.of(".", "..");

	private final String template;

	private final String path;

	private final Set<String> inPath;

	private final Set<String> variables;

	/**
	 * Create a template.
	 * @param template an absolute URL of the scheme http or https, as it is sent, except
	 * for the variables
	 * @throws IllegalArgumentException if it is anything else, with the rule
	 */
	public UpstreamTemplate(String template) {
		Matcher authority = AUTHORITY.matcher(template);
		check(authority.lookingAt(), ABSOLUTE);
		check(!authority.group().contains("{"), "without variables in the scheme, user, host and port");
		check(!FRAGMENT.matcher(template).find(), "without variables in the fragment, which is never sent");
		check(isUrl(VARIABLE.matcher(template).replaceAll("x")), ABSOLUTE);
		this.template = template;
		this.path = template.substring(authority.end()).split("[?#]", 2)[0];
		this.inPath = variables(this.path);
		this.variables = variables(template);
		this.variables.forEach((name) -> check(NAME.matcher(name).matches(),
				"with variables whose names consist of letters, digits, '_', '.' and '-'"));
	}

	private static void check(boolean valid, String rule) {
		if (!valid) {
			throw new IllegalArgumentException(rule);
		}
	}

	private static boolean isUrl(String url) {
		try {
			return new URI(url).getHost() != null;
		}
		catch (URISyntaxException malformed) {
			return false;
		}
	}

	private static Set<String> variables(String text) {
		return VARIABLE.matcher(text)
			.results()
			.map((variable) -> variable.group(1))
			.collect(LinkedHashSet::new, Set::add, Set::addAll);
	}

	/**
	 * Name the variables.
	 * @return the names, in the order of the template
	 */
	public List<String> variables() {
		return List.copyOf(this.variables);
	}

	/**
	 * Refuse values that the template cannot take.
	 * @param values a value for each variable; those of other names are ignored
	 * @throws InvalidInputException if a value in the path is empty or has a segment
	 * {@code .} or {@code ..}: a server removes those, even if they are encoded, and thus
	 * takes another path
	 */
	void check(Map<String, String> values) {
		for (String name : this.inPath) {
			String value = values.get(name);
			if (value.isEmpty() || hasDotSegment(value)) {
				throw new InvalidInputException(name, value,
						"must not be empty, and must have no segment '.' or '..', since it is a part of a path");
			}
		}
		checkPath(values);
	}

	/** Values that are harmless alone may make a segment together. */
	private void checkPath(Map<String, String> values) {
		String expanded = VARIABLE.matcher(this.path)
			.replaceAll((variable) -> Matcher.quoteReplacement(value(variable, values)));
		if (hasDotSegment(expanded) && !hasDotSegment(this.path)) {
			String name = this.inPath.iterator().next();
			throw new InvalidInputException(name, values.get(name), "must make no segment '.' or '..' of a path");
		}
	}

	private static String value(MatchResult variable, Map<String, String> values) {
		return values.get(variable.group(1));
	}

	private static boolean hasDotSegment(String path) {
		return PATH_SEPARATOR.splitAsStream(path).anyMatch(DOT_SEGMENTS::contains);
	}

	/**
	 * Put values in.
	 * @param values a value for each variable, not encoded
	 * @return the address
	 */
	URI expand(Map<String, String> values) {
		return URI.create(VARIABLE.matcher(this.template)
			.replaceAll((variable) -> UriUtils.encode(value(variable, values), StandardCharsets.UTF_8)));
	}

}
