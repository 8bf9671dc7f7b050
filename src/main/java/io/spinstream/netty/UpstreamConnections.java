package io.spinstream.netty;

import java.time.Duration;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;

/**
 * The pool of connections to the upstream. It has no limit of its own, so a call that has
 * a permit never waits for a connection. Idle connections are closed.
 */
final class UpstreamConnections implements ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> {

	private static final Duration IDLE = Duration.ofSeconds(30);

	private final ConnectionProvider pool = ConnectionProvider.builder("answer")
		.maxConnections(Integer.MAX_VALUE)
		.maxIdleTime(IDLE)
		.evictInBackground(IDLE)
		.build();

	@Override
	public ReactorClientHttpConnectorBuilder customize(ReactorClientHttpConnectorBuilder builder) {
		return builder.withHttpClientFactory(() -> HttpClient.create(this.pool));
	}

	/**
	 * Close all connections.
	 */
	void dispose() {
		this.pool.dispose();
	}

}
