package io.spinstream.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerSource;
import io.spinstream.testing.ProxyProgram;
import io.spinstream.testing.RawClient;
import io.spinstream.testing.ReverseProxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing follows the last chunk of a stream on its connection. A byte that did would
 * stand before the next response. How many streams: system property {@code endings}.
 */
@Tag("contract")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "server.http2.enabled=true")
class EndOfResponseTests {

	private static final int STREAMS = Integer.getInteger("endings", 200);

	private static final int CONNECTIONS = 20;

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final String KEEPS_CONNECTIONS = """
			upstream spinstream {
				server 127.0.0.1:8080;
				keepalive 16;
			}
			server {
				listen 8000;
				keepalive_requests 100000;
				location / {
					proxy_pass http://spinstream;
					proxy_http_version 1.1;
					proxy_set_header Connection '';
				}
			}
			""";

	private static final Pattern WHOLE = Pattern.compile("retry: 1000\nid: .{22}\nevent: spinner\ndata: .*spin.*\n\n"
			+ "(data: [|/\\\\-] thinking!\n\n)*event: answer\nid: .{22}\\.done\ndata: Answer: 42\n\n");

	private static final Pattern NAME = Pattern.compile("\nid: (.{22})\n");

	@LocalServerPort
	private int port;

	static Stream<Arguments> cases() {
		return Stream.of("reactive", "virtual-threads", "threads")
			.flatMap((supervisor) -> Stream.of("delay=0", "delay=1", "delay=50", "ended")
				.map((answer) -> Arguments.of(supervisor, answer)));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void nothingFollowsOnAConnection(String supervisor, String answer) throws Exception {
		String target = target(supervisor, answer);
		everywhere(() -> readOnOneConnection(this.port, target));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void nothingFollowsOnAConnectionOfNginx(String supervisor, String answer, @TempDir Path directory)
			throws Exception {
		String target = target(supervisor, answer);
		try (ReverseProxy nginx = new ReverseProxy(ProxyProgram.NGINX, KEEPS_CONNECTIONS, directory, this.port)) {
			everywhere(() -> readOnOneConnection(nginx.port(), target));
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void nothingFollowsInHttp2(String supervisor, String answer) throws IOException {
		HttpClient client = HttpClient.create(ConnectionProvider.create("one", 1)).protocol(HttpProtocol.H2C);
		String uri = "http://localhost:%d%s".formatted(this.port, target(supervisor, answer));
		List<String> bodies = Flux.range(0, STREAMS)
			.flatMap((number) -> client.get().uri(uri).responseContent().aggregate().asString(), CONNECTIONS)
			.collectList()
			.block(LONGEST);
		assertThat(bodies).hasSize(STREAMS).allMatch(WHOLE.asMatchPredicate());
	}

	private String target(String supervisor, String answer) throws IOException {
		String target = "/spin?supervisor=" + supervisor;
		if (!answer.equals("ended")) {
			return target + "&" + answer;
		}
		try (RawClient first = RawClient.get(this.port, "/spin?delay=0")) {
			Matcher name = NAME.matcher(first.rest());
			assertThat(name.find()).isTrue();
			return target + "&lastEventId=" + name.group(1);
		}
	}

	private static void everywhere(Callable<Integer> connection) throws Exception {
		try (ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
			int streams = 0;
			for (Future<Integer> read : clients.invokeAll(Collections.nCopies(CONNECTIONS, connection))) {
				streams += read.get();
			}
			assertThat(streams).isEqualTo(STREAMS);
		}
	}

	/** The last request asks for something else, whose response must be whole too. */
	private static int readOnOneConnection(int port, String target) throws IOException {
		try (RawClient client = new RawClient(port)) {
			for (int stream = 0; stream < STREAMS / CONNECTIONS; stream++) {
				client.send(request(target)).nextResponse(true);
				assertThat(client.status()).isEqualTo(200);
				assertThat(client.rest()).matches(WHOLE);
			}
			client.send(request("/styles")).nextResponse(true);
			assertThat(client.status()).isEqualTo(200);
			return STREAMS / CONNECTIONS;
		}
	}

	private static String request(String target) {
		return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Answers {

		@Bean
		AnswerSource answers() {
			return (request, progress) -> {
				int delay = Integer.parseInt(request.parameters().getOrDefault("delay", "0"));
				Mono<Answer> answer = Mono.just(new Answer("42"));
				return (delay > 0) ? answer.delayElement(Duration.ofMillis(delay)) : answer;
			};
		}

	}

}
