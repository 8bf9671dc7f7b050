package io.spinstream.answer;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.spinstream.run.InvalidInputException;
import io.spinstream.testing.HostileText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UpstreamTemplateTests {

	@Test
	void namesItsVariablesInOrder() {
		assertThat(new UpstreamTemplate("http://h/{b}/{a}?x={c}&y={a}").variables()).isEqualTo(List.of("b", "a", "c"));
		assertThat(new UpstreamTemplate("http://h:1/").variables()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://h/a%20b?q=x%26y", "http://h", "https://u:p@h:1/~a;b=c/?q=%2F#f",
			"http://[::1]:8/a", "http://h/a//b/./c/../d" })
	void staysAsItIsWritten(String url) {
		assertThat(new UpstreamTemplate(url).expand(Map.of())).isEqualTo(URI.create(url));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a/b | a%2Fb
			a?b=c&d | a%3Fb%3Dc%26d
			a#b | a%23b
			%2f | %252f
			..%2f.. | ..%252f..
			@evil.example | %40evil.example
			http://e/ | http%3A%2F%2Fe%2F
			{other} | %7Bother%7D
			a;b | a%3Bb
			a+b | a%2Bb
			... | ...
			.a | .a
			a. | a.
			\u00e9 | %C3%A9
			""")
	void encodesAValueIntoItsPlace(String value, String encoded) {
		UpstreamTemplate template = new UpstreamTemplate("http://h/r/{v}/x%20y?q={v}&z=1");
		Map<String, String> values = Map.of("v", value, "other", "o");
		template.check(values);
		assertThat(template.expand(values))
			.isEqualTo(URI.create("http://h/r/" + encoded + "/x%20y?q=" + encoded + "&z=1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "../a", "a/..", "a/../b", "a\\..\\b", "..\\", "/.", "./", "a/./b", "/..",
			"\\." })
	void refusesDotSegmentsInAPathButNotInAQuery(String value) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new UpstreamTemplate("http://h/r/{v}").check(Map.of("v", value)))
			.satisfies((refusal) -> assertThat(List.of(refusal.name(), refusal.value())).containsExactly("v", value))
			.withMessage("must not be empty, and must have no segment '.' or '..', since it is a part of a path");
		new UpstreamTemplate("http://h/r?v={v}").check(Map.of("v", value));
		new UpstreamTemplate("http://h?v={v}").check(Map.of("v", value));
	}

	@ParameterizedTest
	@CsvSource({ "http://h/{a}{b}, ., x/", "http://h/.{a}/{b}, /, x", "http://h/{a}.{b}, x/, /x",
			"http://h/{a}.{b}, x, x/." })
	void refusesDotSegmentsThatValuesMakeTogether(String template, String a, String b) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new UpstreamTemplate(template).check(Map.of("a", a, "b", b)));
	}

	@Test
	void takesDotSegmentsThatTheTemplateHas() {
		UpstreamTemplate template = new UpstreamTemplate("http://h/a/../{v}");
		template.check(Map.of("v", "x"));
		assertThat(template.expand(Map.of("v", "x"))).isEqualTo(URI.create("http://h/a/../x"));
	}

	@Test
	void changesNothingButThePlaceOfAHostileValue() {
		UpstreamTemplate template = new UpstreamTemplate("http://h:1/r/{v}/end?q={v}&z=1#f");
		for (String value : HostileText.generate(12, 500)) {
			URI url = template.expand(Map.of("v", value));
			assertThat(url.getRawAuthority()).isEqualTo("h:1");
			assertThat(url.getRawPath()).matches("/r/[A-Za-z0-9%._~-]*/end");
			assertThat(url.getRawQuery()).matches("q=[A-Za-z0-9%._~-]*&z=1");
			assertThat(url.getRawFragment()).isEqualTo("f");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{s}://h/               | an absolute http or https URL, with variables like {id}
			http{s}://h/           | an absolute http or https URL, with variables like {id}
			ftp://h/{v}            | an absolute http or https URL, with variables like {id}
			/r/{v}                 | an absolute http or https URL, with variables like {id}
			http:///{v}            | an absolute http or https URL, with variables like {id}
			http://h/{v            | an absolute http or https URL, with variables like {id}
			http://h/v}            | an absolute http or https URL, with variables like {id}
			http://h/a b           | an absolute http or https URL, with variables like {id}
			http://{h}/            | without variables in the scheme, user, host and port
			http://h:{p}/          | without variables in the scheme, user, host and port
			http://{u}@h/          | without variables in the scheme, user, host and port
			http://h{v}            | without variables in the scheme, user, host and port
			http://h/#{v}          | without variables in the fragment, which is never sent
			http://h/{}            | with variables whose names consist of letters, digits, '_', '.' and '-'
			http://h/{v:[a-z]+}    | with variables whose names consist of letters, digits, '_', '.' and '-'
			http://h/{*v}          | with variables whose names consist of letters, digits, '_', '.' and '-'
			http://h/{?v}          | with variables whose names consist of letters, digits, '_', '.' and '-'
			""")
	void refusesATemplateThatIsNoAddress(String template, String rule) {
		assertThatIllegalArgumentException().isThrownBy(() -> new UpstreamTemplate(template)).withMessage(rule);
	}

}
