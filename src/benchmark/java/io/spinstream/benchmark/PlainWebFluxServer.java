package io.spinstream.benchmark;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A baseline: the spinner written in the usual way of WebFlux, as frames that never end,
 * and as whole runs.
 */
@RestController
@EnableAutoConfiguration
final class PlainWebFluxServer {

	private static final List<String> FRAMES = List.of("| thinking!", "/ thinking!", "- thinking!", "\\ thinking!");

	private static final Duration WORK = Duration.ofSeconds(3);

	static void main(String[] args) {
		// The configuration of the tests, which excludes Spring Security.
		new SpringApplicationBuilder(PlainWebFluxServer.class).properties("spring.config.location=classpath:/config/")
			.run(args);
	}

	@GetMapping(path = "/spin", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> spin() {
		return Flux.interval(Duration.ZERO, Duration.ofMillis(100))
			.onBackpressureDrop()
			.map((tick) -> FRAMES.get((int) (tick % FRAMES.size())));
	}

	@GetMapping(path = "/run", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<String>> run() {
		Mono<ServerSentEvent<String>> answer = Mono.delay(WORK)
			.map((zero) -> ServerSentEvent.builder("Answer: 42").event("answer").build())
			.cache();
		return spin().map((frame) -> ServerSentEvent.builder(frame).build()).takeUntilOther(answer).concatWith(answer);
	}

}
