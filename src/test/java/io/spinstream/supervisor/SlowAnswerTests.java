package io.spinstream.supervisor;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SlowAnswerTests {

	@Test
	void comesAfterTheDelay() {
		StepVerifier.withVirtualTime(() -> SlowAnswer.delayed("42", Duration.ofSeconds(3)).compute())
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(3))
			.expectNext("42")
			.verifyComplete();
	}

	@Test
	void givesUpAfterTheTimeout() {
		SlowAnswer never = Mono::never;
		StepVerifier.withVirtualTime(() -> never.within(Duration.ofSeconds(90)).compute())
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(90))
			.expectErrorMatches((failure) -> failure instanceof AnswerException
					&& "no answer within 1m30s".equals(failure.getMessage()))
			.verify();
	}

	@Test
	void isInTimeBeforeTheTimeout() {
		SlowAnswer slow = SlowAnswer.delayed("42", Duration.ofSeconds(3)).within(Duration.ofSeconds(4));
		StepVerifier.withVirtualTime(slow::compute).thenAwait(Duration.ofSeconds(3)).expectNext("42").verifyComplete();
	}

}
