package io.spinstream.integration;

import java.io.IOException;
import java.util.stream.Stream;

import io.spinstream.testing.RawClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that a browser sends for pages of other sites, behind a proxy or not.
 */
@SpinstreamTest
@TestPropertySource(properties = { "spinstream.allowed-origins=https://friend.example,http://friend.example:8080",
		"spinstream.max-thread-streams=0", "server.forward-headers-strategy=framework" })
class CrossSiteTests extends ServiceTest {

	private static final String PROBLEM = "{\"detail\":\"%s '%s': must be of this site, or of an origin that "
			+ "spinstream.allowed-origins names\",\"status\":403,\"title\":\"Forbidden\"}";

	@ParameterizedTest(name = "{arguments}")
	@CsvSource(delimiter = '|', textBlock = """
			# Sec-Fetch-Site decides.
			same-origin |                                 | spin.example              | 200
			none        |                                 | spin.example              | 200
			cross-site  |                                 | spin.example              | 403
			same-site   |                                 | spin.example              | 403
			Same-Origin |                                 | spin.example              | 403
			nonsense    |                                 | spin.example              | 403
			same-origin | http://foe.example              | spin.example              | 200
			cross-site  | http://spin.example             | spin.example              | 403
			cross-site  | null                            | spin.example              | 403
			cross-site  | https://friend.example          | spin.example              | 200
			same-site   | http://friend.example:8080      | spin.example              | 200
			# Without it, Origin.
			            |                                 | spin.example              | 200
			            | http://spin.example             | spin.example              | 200
			            | https://spin.example            | spin.example              | 200
			            | HTTP://SPIN.EXAMPLE             | spin.example              | 200
			            | http://spin.example             | SPIN.example              | 200
			            | http://spin.example:8080        | spin.example:8080         | 200
			            | http://spin.example:8081        | spin.example:8080         | 403
			            | http://spin.example:8080        | spin.example              | 403
			            | http://spin.example             | spin.example:8080         | 403
			            | http://[::1]:8080               | [::1]:8080                | 200
			            | http://spin.example             | spin.example:80           | 200
			            | https://spin.example            | spin.example:443          | 200
			            | https://spin.example            | spin.example:4430         | 403
			            | http://foe.example              | spin.example              | 403
			            | http://spin.example.foe.example | spin.example              | 403
			            | http://spin.example@foe.example | spin.example              | 403
			            | http://foe.example/spin.example | spin.example              | 403
			            | null                            | spin.example              | 403
			            | spin.example                    | spin.example              | 403
			            | //spin.example                  | spin.example              | 403
			            | ://spin.example                 | spin.example              | 403
			            | https://friend.example          | spin.example              | 200
			            | http://friend.example           | spin.example              | 403
			            | https://friend.example:8080     | spin.example              | 403
			""")
	void aRunIsForThisSiteAndItsFriends(@Nullable String site, @Nullable String origin, String host, int status)
			throws IOException {
		try (RawClient client = send("GET", "/spin", host, header("Sec-Fetch-Site", site), header("Origin", origin))) {
			assertThat(client.status()).isEqualTo(status);
		}
	}

	@ParameterizedTest(name = "{arguments}")
	@CsvSource(delimiter = '|', textBlock = """
			GET     | /spin                            | 403
			GET     | /spin?format=json                | 403
			GET     | /%73pin                          | 403
			GET     | /spin;a=b                        | 403
			GET     | /spin/                           | 404
			GET     | /spin/4nVb0mJ7Qm2hYl1sQ0eXxA     | 404
			HEAD    | /spin/4nVb0mJ7Qm2hYl1sQ0eXxA     | 404
			GET     | /spin/4nVb0mJ7Qm2hYl1sQ0eXxA/answer | 404
			POST    | /spin/4nVb0mJ7Qm2hYl1sQ0eXxA     | 403
			DELETE  | /spin;x/4nVb0mJ7Qm2hYl1sQ0eXxA;y | 403
			GET     | /spin?lastEventId=4nVb0mJ7Qm2hYl1sQ0eXxA | 403
			HEAD    | /spin                            | 403
			POST    | /spin                            | 403
			DELETE  | /spin/4nVb0mJ7Qm2hYl1sQ0eXxA     | 403
			OPTIONS | /spin                            | 200
			GET     | /spinner.js                      | 200
			GET     | /styles                          | 200
			GET     | /                                | 200
			HEAD    | /                                | 200
			GET     | /actuator/health                 | 200
			GET     | /SPIN                            | 404
			""")
	void onlyRequestsThatBeginOrStopARunAreRefused(String method, String target, int status) throws IOException {
		try (RawClient client = send(method, target, "spin.example", "Sec-Fetch-Site: cross-site")) {
			client.nextResponse(!method.equals("HEAD"));
			assertThat(client.status()).isEqualTo(status);
		}
	}

	@ParameterizedTest(name = "{arguments}")
	@CsvSource(delimiter = '|', textBlock = """
			https://spin.example      | spin.example      | https | ''   | 200
			https://spin.example      | spin.example      | https | 443  | 200
			http://spin.example       | spin.example      | http  | 80   | 200
			https://spin.example:8443 | spin.example:8443 | https | ''   | 200
			https://spin.example:8443 | spin.example      | https | 8443 | 200
			https://spin.example      | spin.example      | https | 8443 | 403
			http://inside             | spin.example      | https | ''   | 403
			https://foe.example       | spin.example      | https | ''   | 403
			""")
	void theNameThatTheProxyIsAskedByCounts(String origin, String host, String scheme, String forwardedPort, int status)
			throws IOException {
		try (RawClient client = send("GET", "/spin", "inside", "Origin: " + origin, "X-Forwarded-Host: " + host,
				"X-Forwarded-Proto: " + scheme, header("X-Forwarded-Port", forwardedPort))) {
			assertThat(client.status()).isEqualTo(status);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sse", "text", "json" })
	void aRefusalNamesTheHeaderAndBeginsNoRun(String format) throws IOException {
		int refused = this.meters.ended("refused");
		try (RawClient client = send("GET", "/spin?format=" + format, "spin.example", "Origin: http://foe.example")) {
			assertThat(client.status()).isEqualTo(403);
			assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(client.rest()).isEqualTo(PROBLEM.formatted("Origin", "http://foe.example"));
		}
		try (RawClient client = send("GET", "/spin?format=" + format, "spin.example", "Sec-Fetch-Site: cross-site")) {
			assertThat(client.status()).isEqualTo(403);
			assertThat(client.rest()).isEqualTo(PROBLEM.formatted("Sec-Fetch-Site", "cross-site"));
		}
		assertThat(this.answers.begun()).isZero();
		assertThat(this.meters.runs()).isZero();
		assertThat(this.meters.ended("refused")).isEqualTo(refused);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/styles", "/", "/actuator/health" })
	void whatBeginsNoRunIsForAllAndReadableByFriends(String target) throws IOException {
		try (RawClient foe = send("GET", target, "spin.example", "Origin: http://foe.example");
				RawClient friend = send("GET", target, "spin.example", "Origin: https://friend.example")) {
			assertThat(foe.status()).isEqualTo(200);
			assertThat(foe.headerNames()).doesNotContain("access-control-allow-origin");
			assertThat(friend.status()).isEqualTo(200);
			assertThat(friend.header("Access-Control-Allow-Origin")).isEqualTo("https://friend.example");
		}
	}

	@Test
	void aFriendMaySeeWhenToComeBack() throws IOException {
		try (RawClient client = send("GET", "/spin?supervisor=threads", "spin.example", "Sec-Fetch-Site: cross-site",
				"Origin: https://friend.example")) {
			assertThat(client.status()).isEqualTo(503);
			assertThat(client.header("Retry-After")).isEqualTo("3");
			assertThat(client.header("Access-Control-Allow-Origin")).isEqualTo("https://friend.example");
			assertThat(client.header("Access-Control-Expose-Headers")).contains("Retry-After");
		}
	}

	private RawClient send(String method, String target, String host, String... headers) {
		StringBuilder request = new StringBuilder("%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(method, target, host));
		Stream.of(headers).filter((line) -> !line.isEmpty()).forEach((line) -> request.append(line).append("\r\n"));
		return new RawClient(this.port).send(request.append("\r\n").toString());
	}

	private static String header(String name, @Nullable String value) {
		return (value == null || value.isEmpty()) ? "" : name + ": " + value;
	}

}
