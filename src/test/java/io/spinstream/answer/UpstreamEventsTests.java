package io.spinstream.answer;

import java.nio.charset.StandardCharsets;

import io.spinstream.run.Progress;
import io.spinstream.testing.CancelledHandover;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

class UpstreamEventsTests {

	private static final byte[] EVENT = "event: progress\ndata: reading\n\n".getBytes(StandardCharsets.UTF_8);

	@Test
	void anEventThatACancellationOvertakesIsNoError() throws Exception {
		Flux<DataBuffer> body = Flux.create((events) -> new Thread(() -> emit(events), "upstream").start(),
				OverflowStrategy.DROP);
		assertThat(CancelledHandover.of(UpstreamEvents.answer(body, 1_000, new Progress()).flux(), "upstream"))
			.isEmpty();
	}

	private static void emit(FluxSink<DataBuffer> events) {
		while (!events.isCancelled()) {
			events.next(DefaultDataBufferFactory.sharedInstance.wrap(EVENT));
		}
	}

}
