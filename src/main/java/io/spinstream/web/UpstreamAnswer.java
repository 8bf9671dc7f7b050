package io.spinstream.web;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

import io.netty.channel.ConnectTimeoutException;
import io.spinstream.supervisor.AnswerException;
import io.spinstream.supervisor.SlowAnswer;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The answer of an endpoint that is slow by itself: the body of a GET there, as text.
 */
final class UpstreamAnswer implements SlowAnswer {

	private static final int MOST_BYTES = 64 * 1024;

	private final URI url;

	private final WebClient upstream;

	/**
	 * Create an answer of an endpoint.
	 * @param url the endpoint
	 * @param maxConnections how many answers are computed at a time; others wait
	 */
	UpstreamAnswer(URI url, int maxConnections) {
		ConnectionProvider connections = ConnectionProvider.builder("answer")
			.maxConnections(maxConnections)
			.pendingAcquireMaxCount(-1)
			.build();
		this.url = url;
		this.upstream = WebClient.builder()
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES))
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(connections)))
			.build();
	}

	@Override
	public Mono<String> compute() {
		return this.upstream.get()
			.uri(this.url)
			.exchangeToMono(UpstreamAnswer::body)
			.switchIfEmpty(Mono.error(() -> new AnswerException("the upstream answered with nothing")))
			.onErrorMap(UpstreamAnswer::told);
	}

	private static Mono<String> body(ClientResponse response) {
		return response.statusCode().is2xxSuccessful() ? response.bodyToMono(String.class)
				: Mono.error(new AnswerException("the upstream answered " + response.statusCode().value()));
	}

	private static Throwable told(Throwable failure) {
		return switch (failure) {
			case AnswerException told -> told;
			case DataBufferLimitException _ -> new AnswerException("the upstream's answer is longer than 64 KiB");
			case IllegalArgumentException _ -> new AnswerException("the upstream's answer could not be read as text");
			default -> new AnswerException(connectionReason(failure.getCause()));
		};
	}

	private static String connectionReason(Throwable cause) {
		return switch (cause) {
			case ConnectTimeoutException _ -> "the upstream did not take the connection in time";
			case ConnectException _ -> "the upstream refused the connection";
			case UnknownHostException _ -> "the upstream's host is unknown";
			case SSLException _ -> "the upstream could not be reached in a way that is secure";
			case null, default -> "the upstream broke the connection off";
		};
	}

}
