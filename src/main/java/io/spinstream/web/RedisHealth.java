package io.spinstream.web;

import io.spinstream.run.Runs;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tells whether the replicas can share their runs.
 */
@Configuration(proxyBeanMethods = false)
class RedisHealth {

	private final Runs runs;

	private final SpinstreamProperties properties;

	RedisHealth(Runs runs, SpinstreamProperties properties) {
		this.runs = runs;
		this.properties = properties;
	}

	/** A part of the whole health. */
	@Bean
	HealthIndicator redisHealthIndicator() {
		return () -> this.properties.store().isPresent() ? health(Status.DOWN) : Health.unknown().build();
	}

	/** A part of the readiness: a replica that shares nothing still serves. */
	@Bean
	HealthIndicator requiredRedisHealthIndicator() {
		return () -> health(this.properties.redisRequired() ? Status.OUT_OF_SERVICE : Status.UP);
	}

	private Health health(Status otherwise) {
		return Health.status(this.runs.isFleetUp() ? Status.UP : otherwise).build();
	}

}
