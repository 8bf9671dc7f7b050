package io.spinstream.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.server.ResponseStatusException;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Filters that a team has added.
 */
@SpinstreamTest
@Import(ScriptedFilter.class)
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
		properties = { "spinstream.max-streams=20", "spinstream.max-thread-streams=20", "spinstream.resume-window=0s",
				"spinstream.styles.still.interval=10s", "spinstream.styles.still.frames=one,two" })
class FilterTests extends ServiceTest {

	private static final int MAX_STREAMS = 20;

	private static final int TIMES = 20;

	@Autowired
	private ScriptedFilter filter;

	@BeforeEach
	void awaitNoRuns() {
		await().until(() -> this.meters.runs() == 0);
	}

	@AfterEach
	void rest() {
		this.filter.rest();
		this.answers.tell("over");
	}

	static Stream<String> streams() {
		return Stream.of("threads", "virtual-threads", "reactive")
			.flatMap((supervisor) -> Stream.of("sse", "text", "json")
				.map((format) -> "/spin?style=still&supervisor=" + supervisor + "&format=" + format));
	}

	@Test
	void aFilterThatDeniesAllStandsBeforeEveryRequest() throws IOException {
		this.filter.play((exchange, chain) -> {
			exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
			exchange.getResponse().getHeaders().set("X-Denied", "yes");
			return exchange.getResponse().setComplete();
		});
		for (String request : RequestForms.all().toList()) {
			try (RawClient client = new RawClient(this.port).send(request)) {
				client.nextResponse(!request.startsWith("HEAD "));
				assertThat(client.status()).as(request).isEqualTo(403);
				assertThat(client.header("X-Denied")).as(request).isEqualTo("yes");
				assertThat(client.rest()).as(request).isEmpty();
			}
		}
		assertThat(this.answers.begun()).isZero();
		assertThat(this.meters.runs()).isZero();
	}

	@Test
	void aBareRefusalOfAFilterStaysBare() throws IOException {
		this.filter.play((exchange, chain) -> {
			exchange.getResponse().setStatusCode(HttpStatus.BAD_REQUEST);
			return exchange.getResponse().setComplete();
		});
		try (RawClient client = RawClient.get(this.port, "/spin")) {
			assertThat(client.status()).isEqualTo(400);
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void aStatusWithoutANameIsAProblemToo() throws IOException {
		this.filter.play((exchange, chain) -> Mono.error(new ResponseStatusException(HttpStatusCode.valueOf(499))));
		try (RawClient client = RawClient.get(this.port, "/spin")) {
			assertThat(client.status()).isEqualTo(499);
			assertThat(client.rest()).isEqualTo("{\"detail\":\"status 499\",\"status\":499}");
		}
	}

	@Test
	void theNameOfARunIsInNoLog(CapturedOutput output) throws IOException {
		String name = "4nVb0mJ7Qm2hYl1sQ0eXxA";
		String[] targets = { "/spin/" + name, "/spin?lastEventId=" + name, "/spin/" + name + "/answer" };
		this.filter.play((exchange, chain) -> Mono.error(new IllegalStateException("broken before the head")));
		for (String target : targets) {
			assertThat(read(target)).contains("Internal Server Error");
		}
		this.filter.play((exchange, chain) -> exchange.getResponse()
			.setComplete()
			.then(Mono.error(new IllegalStateException("broken after the head"))));
		for (String target : targets) {
			read(target);
		}
		await().until(() -> output.getAll().split("broken after the head", -1).length > targets.length);
		assertThat(output.getAll()).contains("broken before the head").contains("FilterTests").doesNotContain(name);
	}

	@Test
	void aFilterThatPassesEverythingOnSeesEachRequestOnce() throws IOException {
		List<String> seen = new CopyOnWriteArrayList<>();
		List<String> targets = new ArrayList<>(streams().toList());
		targets.addAll(List.of("/", "/styles", "/nowhere", "/spin?style=nope", "/actuator/health"));
		this.filter.play((exchange, chain) -> {
			seen.add(exchange.getRequest().getURI().getRawPath() + query(exchange.getRequest().getURI().getRawQuery()));
			return chain.filter(exchange);
		});
		for (String target : targets) {
			read(target);
		}
		assertThat(seen).isEqualTo(targets);
	}

	private static String query(String query) {
		return (query != null) ? "?" + query : "";
	}

	@MethodSource("streams")
	@ParameterizedTest
	void aFilterThatDecoratesTheResponseGetsTheSameBytes(String target) throws IOException {
		String plain = read(target);
		List<String> buffers = new CopyOnWriteArrayList<>();
		this.filter.play((exchange, chain) -> chain
			.filter(exchange.mutate().response(new UpperCaseResponse(exchange.getResponse(), buffers)).build()));
		assertThat(read(target)).isEqualTo(plain.toUpperCase(Locale.ROOT));
		assertThat(normalized(String.join("", buffers))).isEqualTo(plain);
		assertThat(buffers).hasSize(target.endsWith("json") ? 1 : 3);
	}

	/** Returns the body, with the same names and numbers for all runs and spinners. */
	private String read(String target) throws IOException {
		int begun = this.answers.begun();
		try (RawClient client = RawClient.get(this.port, target, "Connection: close")) {
			StringBuilder body = new StringBuilder();
			if (target.startsWith("/spin?style=still")) {
				await().until(() -> this.answers.begun() == begun + 1);
				while (!target.endsWith("json") && !body.toString().toLowerCase(Locale.ROOT).contains("one thinking")) {
					body.append(client.readByte());
				}
				this.answers.tell("42");
			}
			return normalized(body + client.rest());
		}
	}

	private static String normalized(String body) {
		return body.replaceAll("(?<=\n(id|ID): )[\\w-]{22}", "0").replaceAll("#\\d+", "#0");
	}

	@MethodSource("streams")
	@ParameterizedTest
	void whoLeavesWhileAFilterDelaysTheCommitLeavesNothingBehind(String target) throws IOException {
		AtomicInteger committing = new AtomicInteger();
		this.filter.play((exchange, chain) -> {
			exchange.getResponse()
				.beforeCommit(() -> Mono.delay(Duration.ofMillis(50))
					.doOnSubscribe((begin) -> committing.incrementAndGet())
					.then());
			return chain.filter(exchange);
		});
		for (int i = 1; i <= TIMES; i++) {
			int number = i;
			RawClient client = RawClient.get(this.port, target);
			if (target.endsWith("json")) {
				awaitBegun(number);
				this.answers.tell("42");
			}
			await().until(() -> committing.get() == number);
			client.reset();
		}
		allPlacesAreFree();
	}

	@MethodSource("streams")
	@ParameterizedTest
	void aCommitThatAFilterLetsFailIsAProblemAndGivesThePlaceBack(String target) throws IOException {
		this.filter.play((exchange, chain) -> {
			exchange.getResponse().beforeCommit(() -> Mono.error(new IllegalStateException("secret")));
			return chain.filter(exchange);
		});
		for (int i = 1; i <= TIMES; i++) {
			int number = i;
			try (RawClient client = RawClient.get(this.port, target, "Connection: close")) {
				if (target.endsWith("json")) {
					awaitBegun(number);
					this.answers.tell("42");
				}
				assertThat(client.status()).isEqualTo(500);
				assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
				assertThat(client.rest()).isEqualTo("{\"detail\":\"Internal Server Error\",\"status\":500,"
						+ "\"title\":\"Internal Server Error\"}");
			}
		}
		allPlacesAreFree();
	}

	private void allPlacesAreFree() throws IOException {
		await().untilAsserted(() -> {
			assertThat(this.meters.open()).isZero();
			assertThat(this.meters.runs()).isZero();
		});
		this.filter.rest();
		List<RawClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < MAX_STREAMS; i++) {
				clients.add(RawClient.get(this.port, "/spin?supervisor=threads"));
				assertThat(clients.getLast().status()).isEqualTo(200);
			}
			clients.add(RawClient.get(this.port, "/spin"));
			assertThat(clients.getLast().status()).isEqualTo(503);
		}
		finally {
			clients.forEach(RawClient::close);
		}
	}

	/**
	 * Notes each buffer and sends it in upper case.
	 */
	private static final class UpperCaseResponse extends ServerHttpResponseDecorator {

		private final List<String> buffers;

		UpperCaseResponse(ServerHttpResponse response, List<String> buffers) {
			super(response);
			this.buffers = buffers;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(Flux.from(body).map(this::upperCase));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return super.writeAndFlushWith(Flux.from(body).map((part) -> Flux.from(part).map(this::upperCase)));
		}

		private DataBuffer upperCase(DataBuffer buffer) {
			String text = buffer.toString(StandardCharsets.UTF_8);
			this.buffers.add(text);
			return bufferFactory().wrap(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
		}

	}

}
