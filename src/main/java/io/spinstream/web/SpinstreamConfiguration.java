package io.spinstream.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spinstream.supervisor.Runs;
import io.spinstream.supervisor.SlowAnswer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/**
 * Puts the answer and its runs together.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SpinstreamProperties.class)
class SpinstreamConfiguration {

	private static final long KEPT_BYTES = DataSize.ofMegabytes(64).toBytes();

	@Bean
	SlowAnswer slowAnswer(SpinstreamProperties properties, MeterRegistry meters) {
		SpinstreamProperties.Answer answer = properties.answer();
		SlowAnswer slow = answer.target()
			.<SlowAnswer>map((url) -> new UpstreamAnswer(url, properties.maxStreams()))
			.orElseGet(() -> SlowAnswer.delayed(answer.value(), answer.delay()));
		return timed(slow.within(answer.timeout()), meters);
	}

	private static SlowAnswer timed(SlowAnswer slow, MeterRegistry meters) {
		Timer timer = Timer.builder("spinstream.answer").description("Time to an answer").register(meters);
		return () -> Mono.defer(() -> {
			Timer.Sample begin = Timer.start();
			return slow.compute().doOnSuccess((answer) -> begin.stop(timer));
		});
	}

	@Bean
	Runs runs(SlowAnswer slowAnswer, SpinstreamProperties properties, MeterRegistry meters) {
		Runs runs = new Runs(slowAnswer, properties.resumeWindow(), KEPT_BYTES, Schedulers.parallel());
		Gauge.builder("spinstream.runs.kept", runs, Runs::size)
			.description("Runs that are being computed, read or kept for readers who come back")
			.register(meters);
		return runs;
	}

}
