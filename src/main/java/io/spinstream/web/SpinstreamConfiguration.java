package io.spinstream.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spinstream.answer.BoundedAnswer;
import io.spinstream.answer.DelayedAnswer;
import io.spinstream.answer.HttpAnswer;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.RunSettings;
import io.spinstream.run.Runs;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Puts the source of answers and the registry of runs together.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SpinstreamProperties.class)
class SpinstreamConfiguration {

	private static final long KEPT_BYTES = DataSize.ofMegabytes(64).toBytes();

	/**
	 * Create the registry.
	 * @param sources an application's own source of answers, which beats the configured
	 * one
	 * @param properties the configuration
	 * @param client connects to the upstream
	 * @param meters where answers and runs are recorded
	 * @return the registry
	 */
	@Bean
	Runs runs(ObjectProvider<AnswerSource> sources, SpinstreamProperties properties,
			ObjectProvider<WebClient.Builder> client, MeterRegistry meters) {
		SpinstreamProperties.Answer answer = properties.answer();
		AnswerSource source = sources.getIfAvailable(() -> configured(answer, client));
		Runs runs = new Runs(new BoundedAnswer(source, answer.timeout(), answer.concurrency(), meters),
				new RunSettings(properties.runs(), properties.resumeWindow(), properties.keepAnswer(), KEPT_BYTES),
				Schedulers.parallel());
		Gauge.builder("spinstream.runs.active", runs, Runs::active)
			.description("Runs that are being computed")
			.register(meters);
		Gauge.builder("spinstream.runs.retained", runs, Runs::retained)
			.description("Runs that have ended and whose outcome is kept")
			.register(meters);
		return runs;
	}

	private static AnswerSource configured(SpinstreamProperties.Answer answer,
			ObjectProvider<WebClient.Builder> client) {
		return answer.target()
			.<AnswerSource>map((url) -> new HttpAnswer(url, client.getObject(), answer.maxSize()))
			.orElseGet(() -> new DelayedAnswer(answer.value(), answer.delay()));
	}

}
