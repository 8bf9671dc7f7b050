package io.spinstream.web;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;

import io.spinstream.run.DroppedErrors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
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

	/** The attribute of an exchange that tells whether a body was read to its end. */
	private static final String IS_READ = RequestBody.class.getName() + ".isRead";

	private static final Duration DISCARD_TIME = Duration.ofSeconds(2);

	private static final long MOST_DISCARDED = DataSize.ofMegabytes(1).toBytes();

	private RequestBody() {
	}

	/**
	 * Describe the reading of a body.
	 * @param exchange the exchange of the request
	 * @param most the most bytes of the body
	 * @return the body, read from the connection by the first subscriber and kept for
	 * others; nothing if it is empty; a {@link Refusal} if it is too long or takes too
	 * long
	 * @throws Refusal if the request says that its body is too long
	 */
	static Mono<byte[]> of(ServerWebExchange exchange, long most) {
		if (exchange.getRequest().getHeaders().getContentLength() > most) {
			throw tooLong(most);
		}
		return buffers(exchange).collect(() -> new Content(most), Content::add)
			.map((content) -> content.bytes().orElseThrow(() -> tooLong(most)))
			.timeout(TIME, Mono.error(RequestBody::tooLate))
			.onErrorMap((failure) -> (failure instanceof Refusal) ? failure
					: Refusal.body(HttpStatus.BAD_REQUEST, "cannot be read"))
			.filter((bytes) -> bytes.length > 0)
			.share();
	}

	/**
	 * Reads the whole body, since a connection that is closed earlier is reset. Reactor
	 * Netty tells the failure of a connection twice, and nobody waits for the second.
	 */
	private static Flux<DataBuffer> buffers(ServerWebExchange exchange) {
		return Flux.defer(() -> {
			exchange.getAttributes().put(IS_READ, false);
			return exchange.getRequest()
				.getBody()
				.doOnComplete(() -> exchange.getAttributes().put(IS_READ, true))
				.contextWrite(DroppedErrors.UNWANTED);
		});
	}

	private static Refusal tooLong(long most) {
		return Refusal.body(HttpStatus.CONTENT_TOO_LARGE, "must be at most " + most + " bytes");
	}

	private static Refusal tooLate() {
		return Refusal.body(HttpStatus.REQUEST_TIMEOUT, "must be complete within " + TIME.toSeconds() + " seconds");
	}

	/**
	 * Read what is left of a body that nobody wants. A client that is still sending would
	 * lose the response if the connection was closed.
	 * @param exchange the exchange of the request
	 * @return completion at the end of the body, or when it is too long or takes too long
	 */
	static Mono<Void> discard(ServerWebExchange exchange) {
		boolean isSent = !exchange.getRequest().getHeaders().containsHeader(HttpHeaders.EXPECT);
		if (!isSent || exchange.getAttributes().containsKey(IS_READ)) {
			return Mono.empty();
		}
		return buffers(exchange).map(RequestBody::release)
			.scan(0L, Long::sum)
			.takeUntil((total) -> total > MOST_DISCARDED)
			.then()
			.timeout(DISCARD_TIME, Mono.empty())
			.onErrorComplete();
	}

	private static long release(DataBuffer buffer) {
		int bytes = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/**
	 * Tell whether a request has a body of which something may be left on the connection.
	 * @param exchange the exchange of the request
	 * @return {@code false} if there is none, or if it was read to its end
	 */
	static boolean isUnread(ServerWebExchange exchange) {
		HttpHeaders request = exchange.getRequest().getHeaders();
		boolean hasBody = request.getContentLength() > 0 || request.containsHeader(HttpHeaders.TRANSFER_ENCODING);
		return hasBody && !exchange.getAttributeOrDefault(IS_READ, false);
	}

	/** What was read, as long as it is not too long. */
	private static final class Content {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final long most;

		private long length;

		Content(long most) {
			this.most = most;
		}

		void add(DataBuffer buffer) {
			byte[] piece = new byte[buffer.readableByteCount()];
			buffer.read(piece);
			DataBufferUtils.release(buffer);
			this.length += piece.length;
			if (this.length > this.most + MOST_DISCARDED) {
				throw tooLong(this.most);
			}
			if (this.length <= this.most) {
				this.bytes.writeBytes(piece);
			}
		}

		Optional<byte[]> bytes() {
			return (this.length <= this.most) ? Optional.of(this.bytes.toByteArray()) : Optional.empty();
		}

	}

}
