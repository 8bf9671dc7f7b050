package io.spinstream.answer;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The answer of an upstream: the body of a GET, as text.
 */
public final class HttpAnswer implements AnswerSource {

	private static final int MOST_BYTES = 64 * 1024;

	private final URI url;

	private final WebClient upstream;

	/**
	 * Create a source of answers.
	 * @param url the address of the upstream
	 * @param client configured to connect to it
	 */
	public HttpAnswer(URI url, WebClient.Builder client) {
		this.url = url;
		this.upstream = client.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES)).build();
	}

	@Override
	public Mono<Answer> compute(AnswerRequest request) {
		return this.upstream.get()
			.uri(this.url)
			.exchangeToMono(HttpAnswer::body)
			.switchIfEmpty(Mono.error(() -> new AnswerException("the upstream answered with nothing")))
			.map(Answer::new)
			.onErrorMap(HttpAnswer::explained);
	}

	private static Mono<String> body(ClientResponse response) {
		return response.statusCode().is2xxSuccessful() ? response.bodyToMono(String.class)
				: Mono.error(new AnswerException("the upstream answered " + response.statusCode().value()));
	}

	private static Throwable explained(Throwable failure) {
		if (isReadTimeout(failure.getCause())) {
			return new AnswerException(Kind.TIMEOUT, "the upstream took too long");
		}
		return switch (failure) {
			case AnswerException explained -> explained;
			case DataBufferLimitException _ -> new AnswerException("the upstream's answer is longer than 64 KiB");
			case IllegalArgumentException _ -> new AnswerException("the upstream's answer could not be read as text");
			default -> new AnswerException(connectionReason(failure.getCause()));
		};
	}

	/** By its name, since the type is one of Netty's. */
	private static boolean isReadTimeout(@Nullable Throwable cause) {
		return cause != null && cause.getClass().getSimpleName().equals("ReadTimeoutException");
	}

	private static String connectionReason(@Nullable Throwable cause) {
		return switch (cause) {
			case ConnectException refused -> connectReason(String.valueOf(refused.getMessage()));
			case UnknownHostException _ -> "the upstream's host is unknown";
			case SSLException _ -> "the upstream could not be reached in a way that is secure";
			case null, default -> "the upstream broke the connection off";
		};
	}

	private static String connectReason(String message) {
		return message.contains("refused") ? "the upstream refused the connection"
				: "the upstream did not take the connection in time";
	}

}
