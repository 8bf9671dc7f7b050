package io.spinstream.benchmark;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A baseline: the spinner written in the usual way of WebFlux, frames only.
 */
@RestController
@EnableAutoConfiguration
final class PlainWebFluxServer {

	private static final List<String> FRAMES = List.of("| thinking!", "/ thinking!", "- thinking!", "\\ thinking!");

	static void main(String[] args) {
		new SpringApplicationBuilder(PlainWebFluxServer.class).properties("spring.config.name=plain-webflux").run(args);
	}

	@GetMapping(path = "/spin", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> spin() {
		return Flux.interval(Duration.ZERO, Duration.ofMillis(100))
			.onBackpressureDrop()
			.map((tick) -> FRAMES.get((int) (tick % FRAMES.size())));
	}

}
