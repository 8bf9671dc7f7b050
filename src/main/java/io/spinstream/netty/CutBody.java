package io.spinstream.netty;

import java.io.EOFException;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * A request whose body fails if its chunks are malformed. Reactor Netty refuses such a
 * request by itself, and lets its body complete as if it were whole.
 */
final class CutBody extends ServerHttpRequestDecorator {

	private CutBody(ServerHttpRequest request) {
		super(request);
	}

	/**
	 * Notice bodies that are cut.
	 * @param exchanges handles the exchanges
	 * @return handles them with such requests
	 */
	static HttpHandler around(HttpHandler exchanges) {
		return (request, response) -> exchanges.handle(
				request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING) ? new CutBody(request) : request,
				response);
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return super.getBody()
			.concatWith(Mono.defer(() -> isCut() ? Mono.error(new EOFException("the body is cut")) : Mono.empty()));
	}

	private boolean isCut() {
		return getNativeRequest(getDelegate()) instanceof ChannelOperations<?, ?> operations
				&& operations.isInboundCancelled();
	}

}
