package io.spinstream.benchmark;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A yardstick: the spinner as most would write it, frames only. The profile keeps it out
 * of the tests of the service.
 */
@RestController
@EnableAutoConfiguration
@Profile("plain-webflux")
final class PlainWebFluxServer {

	private static final List<String> FRAMES = List.of("| thinking!", "/ thinking!", "- thinking!", "\\ thinking!");

	static void main(String[] args) {
		new SpringApplicationBuilder(PlainWebFluxServer.class).profiles("plain-webflux")
			.properties("spring.config.name=plain-webflux")
			.run(args);
	}

	@GetMapping(path = "/spin", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> spin() {
		return Flux.interval(Duration.ZERO, Duration.ofMillis(100))
			.onBackpressureDrop()
			.map((tick) -> FRAMES.get((int) (tick % FRAMES.size())));
	}

}
