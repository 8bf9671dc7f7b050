package io.spinstream.answer;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;

import javax.net.ssl.SSLException;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Progress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The answer of an upstream: the body of its response. The request has the method, the
 * body and those headers of the request that began the run.
 */
public final class HttpAnswer implements AnswerSource {

	private static final byte[] NO_BYTES = {};

	private final UpstreamTemplate url;

	private final int maxSize;

	private final WebClient upstream;

	/**
	 * Create a source of answers.
	 * @param url the address of the upstream
	 * @param client configured to connect to it
	 * @param maxSize how many bytes an answer, or an event of a stream, may have
	 */
	public HttpAnswer(UpstreamTemplate url, WebClient.Builder client, DataSize maxSize) {
		this.url = url;
		this.maxSize = Math.toIntExact(maxSize.toBytes());
		this.upstream = client.build();
	}

	@Override
	public void check(AnswerRequest request) {
		AnswerSource.super.check(request);
		this.url.check(request.parameters());
	}

	@Override
	public List<String> parameters() {
		return this.url.variables();
	}

	@Override
	public Mono<Answer> compute(AnswerRequest request, Progress progress) {
		return call(request).flatMap((call) -> call.exchangeToMono((response) -> answer(response, progress)))
			.switchIfEmpty(Mono.error(() -> new AnswerException("the upstream answered with nothing")))
			.onErrorMap(this::explained);
	}

	private Mono<WebClient.RequestHeadersSpec<?>> call(AnswerRequest request) {
		HttpMethod method = HttpMethod.valueOf(request.method());
		WebClient.RequestBodySpec call = this.upstream.method(method)
			.uri(this.url.expand(request.parameters()))
			.headers((headers) -> request.headers().forEach(headers::addAll));
		return (method == HttpMethod.POST) ? request.body().defaultIfEmpty(NO_BYTES).map(call::bodyValue)
				: Mono.just(call);
	}

	private Mono<Answer> answer(ClientResponse response, Progress progress) {
		String encoding = response.headers().asHttpHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
		if (!response.statusCode().is2xxSuccessful()) {
			return failure("the upstream answered " + response.statusCode().value());
		}
		if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
			return failure("the upstream's answer is encoded, which was not asked for");
		}
		UpstreamType type = UpstreamType.of(response.headers().asHttpHeaders());
		Flux<DataBuffer> body = response.body(BodyExtractors.toDataBuffers());
		return type.isEventStream() ? UpstreamEvents.answer(body, this.maxSize, progress)
				: DataBufferUtils.join(body, this.maxSize)
					.map(HttpAnswer::bytes)
					.filter((bytes) -> bytes.length > 0)
					.map(type::answer);
	}

	private static <T> Mono<T> failure(String reason) {
		return Mono.error(new AnswerException(reason));
	}

	static byte[] bytes(DataBuffer body) {
		byte[] bytes = new byte[body.readableByteCount()];
		body.read(bytes);
		DataBufferUtils.release(body);
		return bytes;
	}

	private Throwable explained(Throwable failure) {
		if (isReadTimeout(failure.getCause())) {
			return new AnswerException(Kind.TIMEOUT, "the upstream took too long");
		}
		return switch (failure) {
			case AnswerException explained -> explained;
			case DataBufferLimitException _ ->
				new AnswerException("the upstream's answer is longer than " + this.maxSize + " bytes");
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
