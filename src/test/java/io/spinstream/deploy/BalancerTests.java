package io.spinstream.deploy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.ReverseProxy;
import io.spinstream.testing.Script;
import io.spinstream.testing.Upstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What {@code deploy/nginx.conf} does if a replica is full, stops or dies. The replicas
 * are fakes, which close each connection after a response.
 */
class BalancerTests {

	private static final Path CONFIGURATION = Path.of("deploy", "nginx.conf");

	private static final Script BREAK = Script.send("");

	private static final Script REFUSAL = Script.send("HTTP/1.1 503 \r\nConnection: close\r\nRetry-After: 5\r\n"
			+ "Content-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}");

	private static final Script FRAME = Script.send("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\n| t\r\n");

	private static final String GET = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String POST = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nquestion";

	/** As many as it takes until each replica was the first one. */
	private static final int ROUND = 3;

	private final Upstream first = new Upstream();

	private final Upstream second = new Upstream();

	private final Upstream third = new Upstream();

	private final List<Upstream> replicas = List.of(this.first, this.second, this.third);

	@TempDir
	private Path directory;

	private ReverseProxy balancer;

	@BeforeEach
	void start() throws IOException {
		this.replicas.forEach((replica) -> replica.answer("42"));
		this.balancer = ReverseProxy.nginx(configuration(), this.directory);
		this.replicas.forEach(Upstream::hold);
		this.replicas.forEach((replica) -> replica.answer("42"));
	}

	/** Other addresses, and nothing else. */
	private String configuration() throws IOException {
		String configuration = Files.readString(CONFIGURATION)
			.replace("listen 8080;", "listen 8000;")
			.replace("/tmp/", "DIRECTORY/");
		for (int number = 1; number <= this.replicas.size(); number++) {
			String name = "server spinstream-" + number + ":8080 resolve";
			assertThat(configuration).containsOnlyOnce(name);
			configuration = configuration.replace(name, "server 127.0.0.1:" + this.replicas.get(number - 1).port());
		}
		return configuration;
	}

	@AfterEach
	void stop() {
		this.balancer.close();
		this.replicas.forEach(Upstream::close);
	}

	@Test
	void eachReplicaGetsItsTurn() throws IOException {
		assertThatAllAreAnswered(GET);
		assertThat(this.replicas).allSatisfy((replica) -> assertThat(replica.requests()).singleElement()
			.extracting(ReceivedRequest::line)
			.isEqualTo("GET /spin HTTP/1.1"));
	}

	@Test
	void onlyReplicaThatDoesNotRefuseIsFound() throws IOException {
		this.first.play(REFUSAL);
		this.third.play(REFUSAL);
		assertThatAllAreAnswered(GET);
		assertThat(this.second.requests()).hasSize(ROUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { GET, POST })
	void replicaThatIsNotThereIsPassedOver(String request) throws IOException {
		this.first.close();
		assertThatAllAreAnswered(request);
	}

	@Test
	void getWhoseConnectionBreaksGoesToAnotherReplica() throws IOException {
		this.first.play(BREAK);
		assertThatAllAreAnswered(GET);
		assertThat(this.first.requests()).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void postThatMayHaveBegunARunIsNotSentAgain(Script end, int status) throws IOException {
		this.replicas.forEach((replica) -> replica.play(end));
		try (RawClient client = ask(POST)) {
			assertThat(client.status()).isEqualTo(status);
			assertThat(client.header("Server")).isEqualTo("nginx");
		}
		assertThat(requests()).isEqualTo(1);
	}

	static Stream<Arguments> postThatMayHaveBegunARunIsNotSentAgain() {
		return Stream.of(arguments(named("connection that breaks", BREAK), 502),
				arguments(named("refusal, or failure of a replica that stops", REFUSAL), 503));
	}

	@ParameterizedTest
	@ValueSource(strings = { GET, POST })
	void refusalOfAllReplicasIsTheirs(String request) throws IOException {
		this.replicas.forEach((replica) -> replica.play(REFUSAL));
		for (int i = 0; i < ROUND; i++) {
			try (RawClient client = ask(request)) {
				assertThat(client.status()).isEqualTo(503);
				assertThat(client.header("Retry-After")).isEqualTo("5");
				assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
				assertThat(client.rest()).isEqualTo("{}");
			}
		}
		assertThat(requests()).isLessThanOrEqualTo(ROUND * ROUND);
		this.replicas.forEach(Upstream::hold);
		this.replicas.forEach((replica) -> replica.answer("42"));
		assertThatAllAreAnswered(request);
		assertThat(this.replicas).allSatisfy((replica) -> assertThat(replica.requests()).hasSize(1));
	}

	@Test
	void frameComesAtOnce() throws IOException {
		this.replicas.forEach((replica) -> replica.play(FRAME.then(Script.HANG)));
		try (RawClient client = ask(GET)) {
			assertThat(client.readByte()).isEqualTo('|');
		}
	}

	@Test
	void streamThatBreaksHasNoEnd() throws IOException {
		this.replicas.forEach((replica) -> replica.play(FRAME));
		try (RawClient client = ask(GET)) {
			assertThat(client.status()).isEqualTo(200);
			assertThatExceptionOfType(EOFException.class).isThrownBy(client::rest);
		}
	}

	@Test
	void clientCannotChooseItsAddress() throws IOException {
		String forged = String.join("\r\n", "Host: example.org:8080", "Forwarded: for=1.2.3.4",
				"X-Forwarded-For: 1.2.3.4", "X-Forwarded-Host: evil.example", "X-Forwarded-Port: 1",
				"X-Forwarded-Prefix: /evil", "X-Forwarded-Proto: gopher");
		try (RawClient client = ask("GET %s HTTP/1.1\r\n" + forged + "\r\n\r\n")) {
			assertThat(client.status()).isEqualTo(200);
		}
		assertThat(this.replicas.stream().flatMap((replica) -> replica.requests().stream())).singleElement()
			.satisfies((request) -> assertThat(request.headers()).containsOnly(entry("Host", "example.org:8080"),
					entry("X-Forwarded-For", "127.0.0.1"), entry("X-Forwarded-Proto", "http")));
	}

	@Test
	void namesOfRunsAreNotLogged() throws IOException {
		for (String target : List.of("/spin/SECRET", "/spin/SECRET/answer", "//spin/SECRET", "/spin;a=b/SECRET",
				"/%73pin/SECRET", "/x/../spin/SECRET", "/spin?lastEventId=SECRET")) {
			ask(GET, target).rest();
		}
		this.replicas.forEach((replica) -> replica.play(BREAK));
		ask(POST, "/spin/SECRET").rest();
		// It logs a request when its response has been sent.
		this.balancer.close();
		assertThat(Files.readString(this.directory.resolve("log")))
			.contains("\"GET /spin\" 200", "\"GET /spin/-\" 200", "\"POST /spin/-\" 502")
			.doesNotContain("SECRET");
	}

	private void assertThatAllAreAnswered(String request) throws IOException {
		for (int i = 0; i < ROUND; i++) {
			try (RawClient client = ask(request)) {
				assertThat(client.status()).isEqualTo(200);
				assertThat(client.rest()).isEqualTo("42");
			}
		}
	}

	private RawClient ask(String request) {
		return ask(request, "/spin");
	}

	private RawClient ask(String request, String target) {
		return new RawClient(this.balancer.port()).send(request.formatted(target));
	}

	private int requests() {
		return this.replicas.stream().mapToInt((replica) -> replica.requests().size()).sum();
	}

}
