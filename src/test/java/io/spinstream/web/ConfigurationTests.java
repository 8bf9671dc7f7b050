package io.spinstream.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class ConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withUserConfiguration(Properties.class);

	@Test
	void hasADozenStylesOfWhichTheFirstIsTheSeeds() {
		this.runner.run((context) -> {
			SpinstreamProperties properties = context.getBean(SpinstreamProperties.class);
			assertThat(properties.catalogue()).hasSizeGreaterThanOrEqualTo(12);
			assertThat(properties.catalogue().getFirst().frames()).containsExactly("|", "/", "-", "\\");
			assertThat(properties.catalogue().getFirst().interval()).hasMillis(100);
		});
	}

	@Test
	void takesOriginsInAnyCase() {
		this.runner.withPropertyValues("spinstream.allowed-origins=https://Example.org")
			.run((context) -> assertThat(context.getBean(SpinstreamProperties.class).allowedOrigins())
				.containsExactly("https://example.org"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "http://localhost", "http://example.org:443", "https://example.org:8443",
			"http://my_host:8080", "https://[::1]", "http://[2001:db8::80]:8080" })
	void takesWhatABrowserSendsAsOrigin(String origin) {
		this.runner.withPropertyValues("spinstream.allowed-origins=" + origin)
			.run((context) -> assertThat(context.getBean(SpinstreamProperties.class).allowedOrigins())
				.containsExactly(origin));
	}

	@ParameterizedTest
	@ValueSource(strings = { "example.org", "https://*.example.org", "https://example.org:443", "http://example.org:80",
			"http://[::1]:80", "https://example.org?x", "https://example.org/", "https://example.org:",
			"https://example.org:0443", "https://me@example.org", "ftp://example.org" })
	void refusesWhatNoBrowserSendsAsOrigin(String origin) {
		this.runner.withPropertyValues("spinstream.allowed-origins=" + origin)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("spinstream.allowed-origins is '" + origin + "': must be * or like https://example.org or"
						+ " http://localhost:8080, without a wildcard, a path or the usual port of the scheme"));
	}

	@Test
	void takesAStyleOfTheUsers() {
		this.runner
			.withPropertyValues("spinstream.styles.mine.interval=50ms", "spinstream.styles.mine.frames=a,bb",
					"spinstream.style=mine")
			.run((context) -> assertThat(context.getBean(SpinstreamProperties.class).catalogue())
				.anySatisfy((style) -> assertThat(style.frames()).isEqualTo(List.of("a ", "bb"))));
	}

	@Test
	void takesTimesOfAYear() {
		this.runner
			.withPropertyValues("spinstream.resume-window=365d", "spinstream.keep-answer=365d",
					"spinstream.answer.delay=365d", "spinstream.answer.timeout=365d")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void refusesASupervisorWithoutStreams() {
		this.runner.withPropertyValues("spinstream.supervisor=threads", "spinstream.max-thread-streams=0")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("spinstream.max-thread-streams is '0': must be at least 1, "
						+ "if spinstream.supervisor is threads"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "style=nope; spinstream.style is 'nope': must be one of line, dots,",
			"message=; spinstream.message is '': must be 1 to 80 columns",
			"max-streams=0; spinstream.max-streams is '0': must be at least 1",
			"max-thread-streams=-1; spinstream.max-thread-streams is '-1': must be at least 0",
			"resume-window=-1s; spinstream.resume-window is 'PT-1S': must be 0s to 365d",
			"resume-window=366d; spinstream.resume-window is 'PT8784H': must be 0s to 365d",
			"keep-answer=366d; spinstream.keep-answer is 'PT8784H': must be 0s to 365d",
			"answer.delay=-1s; spinstream.answer.delay is 'PT-1S': must be 0s to 365d",
			"answer.delay=366d; spinstream.answer.delay is 'PT8784H': must be 0s to 365d",
			"answer.timeout=0s; spinstream.answer.timeout is 'PT0S': must be longer than 0s, up to 365d",
			"answer.timeout=366d; spinstream.answer.timeout is 'PT8784H': must be longer than 0s, up to 365d",
			"answer.url=ftp://x; spinstream.answer.url is 'ftp://x': must be an absolute http or https URL",
			"answer.url=/relative; spinstream.answer.url is '/relative': must be an absolute http or https URL",
			"answer.url=http://{h}/; spinstream.answer.url is 'http://{h}/': must be without variables in the scheme, user",
			"answer.url=http://h/{id; spinstream.answer.url is 'http://h/{id': must be an absolute http or https URL",
			"answer.url=http://h/{run}; spinstream.answer.url is 'http://h/{run}': must be without variables named format",
			"answer.url=http://h/?q={style}; spinstream.answer.url is 'http://h/?q={style}': must be without variables",
			"answer.headers=host; spinstream.answer.headers is 'host': must be the name of a header that is not of one",
			"answer.headers=TE; spinstream.answer.headers is 'TE': must be the name of a header that is not of one",
			"answer.headers=Accept-Encoding; spinstream.answer.headers is 'Accept-Encoding': must be the name of a",
			"answer.headers=range; spinstream.answer.headers is 'range': must be the name of a header that is not of one",
			"answer.headers=if-range; spinstream.answer.headers is 'if-range': must be the name of a header that",
			"answer.headers=if-match; spinstream.answer.headers is 'if-match': must be the name of a header that",
			"answer.headers=If-None-Match; spinstream.answer.headers is 'If-None-Match': must be the name of a header",
			"answer.headers=if-modified-since; spinstream.answer.headers is 'if-modified-since': must be the name of",
			"answer.headers=if-unmodified-since; spinstream.answer.headers is 'if-unmodified-since': must be the name",
			"answer.headers=a b; spinstream.answer.headers is 'a b': must be the name of a header that is not of one",
			"answer.max-body=-1B; spinstream.answer.max-body is '-1B': must be 0B to 32MB",
			"answer.max-size=0B; spinstream.answer.max-size is '0B': must be 1B to 32MB",
			"answer.max-size=33MB; spinstream.answer.max-size is '34603008B': must be 1B to 32MB",
			"max-streams-per-client=0; spinstream.max-streams-per-client is '0': must be at least 1",
			"supervisors=threads; spinstream.supervisor is 'reactive': must be one of spinstream.supervisors, which",
			"styles.line.interval=1ms; spinstream.styles.line.interval is 'PT0.001S': must be 20ms to 10s",
			"supervisor=; spinstream.supervisor is '': must be given",
			"resume-window=; spinstream.resume-window is '': must be given",
			"styles.mine.frames=a; spinstream.styles.mine.interval is '': must be given",
			"styles.mine.interval=1s; spinstream.styles.mine.frames is '': must be given",
			"answer.url=http://a b; spinstream.answer.url is 'http://a b': must be an absolute http or https URL",
			"supervisor=magic; No enum constant", "max-streams=many; For input string: \"many\"" })
	void refusesABadValueNamingTheKeyTheValueAndTheRule(String property, String message) {
		this.runner.withPropertyValues("spinstream." + property)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageStartingWith(message));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void refusesABadAddressOfRedisWithoutTellingIt(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Properties.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--spinstream.redis=redis://:s3cr3t@of-all@redis"))
			.havingRootCause()
			.withMessageStartingWith("spinstream.redis must be like redis://host:6379");
		assertThat(output.getAll()).contains("spinstream.redis must be like redis://host:6379")
			.doesNotContain("s3cr3t", "of-all");
	}

	@Test
	void takesAnEmptyAddressOfRedisForNone() {
		this.runner.withPropertyValues("spinstream.redis=")
			.run((context) -> assertThat(context.getBean(SpinstreamProperties.class).store()).isEmpty());
	}

	@EnableConfigurationProperties(SpinstreamProperties.class)
	static final class Properties {

	}

}
