package io.spinstream.web;

import java.util.ArrayList;
import java.util.List;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.spinner.Update;
import io.spinstream.testing.TestSpinners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a stream ended is told by the last update that was taken.
 */
class StreamPermitTests {

	private static final Update STARTED = new Update.Started("spin");

	private static final Update FRAME = TestSpinners.LINE.frame(0);

	private static final Update ANSWER = new Update.Answer("42");

	private static final Update FAILURE = new Update.Failure("no thread is available");

	private final List<StreamEnd> released = new ArrayList<>();

	@Test
	void aStreamWithItsAnswerIsAnswered() {
		observe(Flux.just(STARTED, FRAME, ANSWER)).subscribe();
		assertThat(this.released).containsExactly(StreamEnd.ANSWERED);
	}

	@ParameterizedTest
	@MethodSource
	void aStreamWithAFailureIsFailed(Flux<Update> updates) {
		observe(updates).subscribe();
		assertThat(this.released).containsExactly(StreamEnd.FAILED);
	}

	static List<Flux<Update>> aStreamWithAFailureIsFailed() {
		return List.of(Flux.just(STARTED, FRAME, FAILURE), Flux.just(STARTED, FAILURE), Flux.just(FAILURE));
	}

	@ParameterizedTest
	@MethodSource("updates")
	void aStreamWhoseReaderLeavesIsCancelled(Flux<Update> updates) {
		observe(updates.concatWith(Flux.never())).subscribe().dispose();
		assertThat(this.released).containsExactly(StreamEnd.CANCELLED);
	}

	static List<Flux<Update>> updates() {
		return List.of(Flux.empty(), Flux.just(STARTED), Flux.just(STARTED, FRAME), Flux.just(STARTED, FRAME, ANSWER));
	}

	@Test
	void aStreamOfARunThatAnotherReplicaGoesOnWithIsMoved() {
		observe(Flux.just(STARTED, FRAME)
			.concatWith(Mono.error(new AnswerException(AnswerException.Kind.MOVED, "goes on elsewhere"))))
			.subscribe(null, (failure) -> {
			});
		assertThat(this.released).containsExactly(StreamEnd.MOVED);
	}

	@Test
	void aStreamWhoseRequestIsRefusedIsRefused() {
		observe(Flux.error(new IllegalStateException("the body is too long"))).subscribe(null, (failure) -> {
		});
		assertThat(this.released).containsExactly(StreamEnd.REFUSED);
	}

	@ParameterizedTest
	@MethodSource("endings")
	void aStreamWhoseLastUpdateCannotBeWrittenIsCancelled(Update ending) {
		observe(Flux.just(STARTED, FRAME, ending)).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(Update update) {
				if (update == ending) {
					throw new IllegalStateException("cannot be written");
				}
			}

			@Override
			protected void hookOnError(Throwable failure) {
				assertThat(failure).hasMessage("cannot be written");
			}

		});
		assertThat(this.released).containsExactly(StreamEnd.CANCELLED);
	}

	static List<Update> endings() {
		return List.of(ANSWER, FAILURE);
	}

	@Test
	void anAnswerAloneIsAnsweredFailedOrCancelled() {
		observe(Mono.just(new Answer("42"))).subscribe();
		observe(Mono.error(new AnswerException("no luck"))).subscribe((answer) -> {
		}, (failure) -> assertThat(failure).hasMessage("no luck"));
		observe(Mono.never()).subscribe().dispose();
		assertThat(this.released).containsExactly(StreamEnd.ANSWERED, StreamEnd.FAILED, StreamEnd.CANCELLED);
	}

	private Flux<Update> observe(Flux<Update> updates) {
		return Flux.using(this::permit, (permit) -> permit.observe(updates), StreamPermit::release);
	}

	private Mono<Answer> observe(Mono<Answer> answer) {
		return Mono.using(this::permit, (permit) -> permit.observe(answer), StreamPermit::release);
	}

	private StreamPermit permit() {
		return new StreamPermit(SupervisorKind.REACTIVE, this.released::add);
	}

}
