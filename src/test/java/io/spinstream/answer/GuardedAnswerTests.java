package io.spinstream.answer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sources of an application that break the rules.
 */
class GuardedAnswerTests {

	private static final AnswerRequest REQUEST = new AnswerRequest(Map.of());

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private static final Duration REAL_TIME = Duration.ofSeconds(20);

	private static final int MOST_BYTES = 10;

	@Test
	void anAnswerPasses() {
		StepVerifier.create(guarded(Mono.just(new Answer("0123456789")))).expectNextCount(1).verifyComplete();
		StepVerifier.create(guarded(Mono.empty())).verifyComplete();
		StepVerifier.create(guarded(Mono.error(new AnswerException("no")))).verifyErrorMessage("no");
	}

	@Test
	void anAnswerThatIsTooLongIsAFailureThatReadersAreTold() {
		StepVerifier.create(guarded(Mono.just(new Answer("0123456789+"))))
			.expectErrorMatches((failure) -> failure instanceof AnswerException told
					&& told.reason().equals("the answer is longer than 10 bytes"))
			.verify();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pdf", "", "application/", "text/plain; charset=nope" })
	void anAnswerOfAMalformedTypeIsToldAsBytes(String type) {
		Answer odd = new Answer(type, new byte[1], StandardCharsets.UTF_8);
		StepVerifier.create(guarded(Mono.just(odd)))
			.assertNext((answer) -> assertThat(answer).usingRecursiveComparison()
				.isEqualTo(new Answer("application/octet-stream", odd.bytes(), StandardCharsets.UTF_8)))
			.verifyComplete();
	}

	@Test
	void anErrorOfTheJvmIsAFailure() {
		StepVerifier.create(new GuardedAnswer(GuardedAnswerTests::unlinked, DataSize.ofBytes(MOST_BYTES))
			.compute(REQUEST, new Progress())).verifyError(IllegalStateException.class);
		StepVerifier.create(guarded(Mono.defer(() -> unlinked(REQUEST, new Progress()))))
			.verifyError(IllegalStateException.class);
	}

	private static Mono<Answer> unlinked(AnswerRequest request, Progress progress) {
		throw new NoClassDefFoundError("reports/Report");
	}

	@Test
	void aSourceWhoseCancellationThrowsIsLateLikeAnyOther() {
		AtomicInteger cancelled = new AtomicInteger();
		Mono<Answer> stubborn = Mono.create((answer) -> answer.onCancel(() -> {
			cancelled.incrementAndGet();
			throw new IllegalStateException("cannot be cancelled");
		}));
		StepVerifier.withVirtualTime(() -> bounded(stubborn))
			.thenAwait(TIMEOUT)
			.expectErrorMatches((failure) -> failure instanceof AnswerException late && late.kind() == Kind.TIMEOUT)
			.verify(REAL_TIME);
		StepVerifier.withVirtualTime(() -> bounded(stubborn))
			.thenAwait(TIMEOUT.dividedBy(2))
			.thenCancel()
			.verify(REAL_TIME);
		assertThat(cancelled).hasValue(2);
	}

	private static Mono<Answer> guarded(Mono<Answer> answer) {
		return new GuardedAnswer((request, progress) -> answer, DataSize.ofBytes(MOST_BYTES)).compute(REQUEST,
				new Progress());
	}

	private static Mono<Answer> bounded(Mono<Answer> answer) {
		AnswerSource source = (request, progress) -> guarded(answer);
		return new BoundedAnswer(source, TIMEOUT, 1, new SimpleMeterRegistry(), Schedulers.parallel()).compute(REQUEST,
				new Progress());
	}

}
