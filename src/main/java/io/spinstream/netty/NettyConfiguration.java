package io.spinstream.netty;

import io.spinstream.web.RunTimer;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * Connects this package to the application, if it is enabled. Each bean decides by
 * itself, since conditions are evaluated when an image is built.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NettyProperties.class)
class NettyConfiguration {

	private final NettyProperties netty;

	private final LoopTimer timer;

	NettyConfiguration(NettyProperties netty, ReactorResourceFactory resources) {
		this.netty = netty;
		this.timer = new LoopTimer(resources.getLoopResources().onServer(true));
	}

	/** First, since the first writer that can write a stream is taken. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WebFluxConfigurer nettyWriter() {
		return new WebFluxConfigurer() {

			@Override
			public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
				if (NettyConfiguration.this.netty.enabled()) {
					configurer.customCodecs().register(new NettySpinStreamWriter(NettyConfiguration.this.timer));
				}
			}

		};
	}

	@Bean
	WebHttpHandlerBuilderCustomizer nettyHandler() {
		return (builder) -> builder.httpHandlerDecorator((exchanges) -> {
			HttpHandler whole = CutBody.around(exchanges);
			return this.netty.enabled() ? watched(Handover.around(whole)) : whole;
		});
	}

	private static HttpHandler watched(HttpHandler handler) {
		return (request, response) -> {
			if (ServerHttpResponseDecorator
				.<Object>getNativeResponse(response) instanceof ChannelOperations<?, ?> operations) {
				StalledStreamHandler.watch(operations.channel());
			}
			return handler.handle(request, response);
		};
	}

	@Bean
	NettyServerCustomizer nettyServer() {
		return (server) -> this.netty.enabled() ? MalformedTarget.customize(DeadPeerCustomizer.customize(server))
				: server;
	}

	@Bean
	@RunTimer
	Scheduler runTimer() {
		return this.netty.enabled() ? this.timer : Schedulers.parallel();
	}

	@Bean(destroyMethod = "dispose")
	UpstreamConnections upstreamConnections() {
		return new UpstreamConnections();
	}

}
