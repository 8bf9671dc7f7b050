package io.spinstream.web;

import java.time.Duration;
import java.util.Optional;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spinstream.answer.BoundedAnswer;
import io.spinstream.answer.DelayedAnswer;
import io.spinstream.answer.GuardedAnswer;
import io.spinstream.answer.HttpAnswer;
import io.spinstream.fleet.FleetSettings;
import io.spinstream.fleet.SharedRuns;
import io.spinstream.redis.RedisStore;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.RunSettings;
import io.spinstream.run.Runs;
import reactor.core.scheduler.Scheduler;
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

	private static final Duration LEASE = Duration.ofSeconds(5);

	private static final long KEPT_BYTES = DataSize.ofMegabytes(64).toBytes();

	/**
	 * Create the registry.
	 * @param sources an application's own source of answers, which beats the configured
	 * one
	 * @param properties the configuration
	 * @param client connects to the upstream
	 * @param meters where answers and runs are recorded
	 * @param timers measures the times of runs, if it is not the parallel scheduler
	 * @return the registry
	 */
	@Bean
	Runs runs(ObjectProvider<AnswerSource> sources, SpinstreamProperties properties,
			ObjectProvider<WebClient.Builder> client, MeterRegistry meters,
			@RunTimer ObjectProvider<Scheduler> timers) {
		SpinstreamProperties.Answer answer = properties.answer();
		Scheduler timer = timers.getIfAvailable(Schedulers::parallel);
		AnswerSource unbounded = Optional.ofNullable(sources.getIfAvailable())
			.<AnswerSource>map((own) -> new GuardedAnswer(own, answer.maxSize()))
			.orElseGet(() -> configured(answer, client, timer));
		AnswerSource source = new BoundedAnswer(unbounded, answer.timeout(), answer.concurrency(), meters, timer);
		RunSettings settings = new RunSettings(properties.runs(), properties.resumeWindow(), properties.keepAnswer(),
				KEPT_BYTES);
		Runs runs = properties.store()
			.map((uri) -> new Runs(source, settings, timer, shared(uri, source, properties, meters)))
			.orElseGet(() -> new Runs(source, settings, timer));
		Gauge.builder("spinstream.runs.active", runs, Runs::active)
			.description("Runs that are being computed")
			.register(meters);
		Gauge.builder("spinstream.runs.retained", runs, Runs::retained)
			.description("Runs that have ended and whose outcome is kept")
			.register(meters);
		return runs;
	}

	private static SharedRuns shared(String uri, AnswerSource source, SpinstreamProperties properties,
			MeterRegistry meters) {
		FleetSettings settings = new FleetSettings(LEASE, properties.answer().timeout(), properties.resumeWindow(),
				properties.keepAnswer(), properties.redisTakeOver());
		Counter takenOver = Counter.builder("spinstream.runs.taken.over")
			.description("Runs whose replica was gone and that were taken over by this one")
			.register(meters);
		SharedRuns fleet = new SharedRuns(source, new RedisStore(uri, settings), settings,
				Schedulers.newSingle("fleet"), Schedulers.newSingle("lease"), takenOver::increment);
		Gauge.builder("spinstream.redis.up", fleet, (shared) -> shared.isUp() ? 1 : 0)
			.description("Whether Redis answers: 1 or 0")
			.register(meters);
		Gauge.builder("spinstream.runs.followed", fleet, SharedRuns::followed)
			.description("Runs that are read here and computed by other replicas")
			.register(meters);
		return fleet;
	}

	private static AnswerSource configured(SpinstreamProperties.Answer answer, ObjectProvider<WebClient.Builder> client,
			Scheduler timer) {
		return answer.target()
			.<AnswerSource>map((url) -> new HttpAnswer(url, client.getObject(), answer.maxSize()))
			.orElseGet(() -> new DelayedAnswer(answer.value(), answer.delay(), timer));
	}

}
