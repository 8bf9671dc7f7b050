package io.spinstream.web;

import java.time.Duration;
import java.util.function.Consumer;

import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;

/**
 * The body of a request, within a limit and a time.
 */
final class RequestBody {

	private static final Duration TIME = Duration.ofSeconds(10);

	private static final String READ = RequestBody.class.getName() + ".read";

	/** The key by which Reactor finds who is told of errors after the first. */
	private static final String DROPPED = "reactor.onErrorDropped.local";

	/** Reactor Netty tells the failure of a connection twice. */
	private static final Consumer<Throwable> IGNORED = (again) -> {
	};

	private static final byte[] NONE = {};

	private RequestBody() {
	}

	/**
	 * Describe the reading of a body.
	 * @param exchange the exchange of the request
	 * @param most how long the body may be
	 * @return the body, read from the connection by the first subscriber and kept for
	 * others; a {@link Refusal} if it is too long or takes too long
	 * @throws Refusal if the request says that its body is too long
	 */
	static Mono<byte[]> of(ServerWebExchange exchange, DataSize most) {
		if (exchange.getRequest().getHeaders().getContentLength() > most.toBytes()) {
			throw tooLong(most);
		}
		return DataBufferUtils.join(exchange.getRequest().getBody(), Math.toIntExact(most.toBytes()))
			.map(RequestBody::bytes)
			.defaultIfEmpty(NONE)
			.timeout(TIME, Mono.error(RequestBody::tooLate))
			.onErrorMap((failure) -> refusal(failure, most))
			.doOnNext((body) -> exchange.getAttributes().put(READ, true))
			.contextWrite(Context.of(DROPPED, IGNORED))
			.share();
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static Refusal refusal(Throwable failure, DataSize most) {
		return switch (failure) {
			case Refusal refusal -> refusal;
			case DataBufferLimitException _ -> tooLong(most);
			default -> Refusal.body(HttpStatus.BAD_REQUEST, "cannot be read");
		};
	}

	private static Refusal tooLong(DataSize most) {
		return Refusal.body(HttpStatus.CONTENT_TOO_LARGE, "must be at most " + most.toBytes() + " bytes");
	}

	private static Refusal tooLate() {
		return Refusal.body(HttpStatus.REQUEST_TIMEOUT, "must be complete within " + TIME.toSeconds() + " seconds");
	}

	/**
	 * Tell whether a request has a body of which something may be left on the connection.
	 * @param exchange the exchange of the request
	 * @return {@code false} if there is none, or if it was read to its end
	 */
	static boolean isUnread(ServerWebExchange exchange) {
		HttpHeaders request = exchange.getRequest().getHeaders();
		boolean hasBody = request.getContentLength() > 0 || request.containsHeader(HttpHeaders.TRANSFER_ENCODING);
		return hasBody && !exchange.getAttributes().containsKey(READ);
	}

}
