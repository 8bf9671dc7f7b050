package io.spinstream.supervisor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.spinstream.spinner.Update;
import io.spinstream.testing.TestSpinners;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadSupervisorTests {

	/** More than an address space. */
	private static final long ENDLESS_STACK = Long.MAX_VALUE / 2;

	@Test
	void aThreadThatCannotBeHadIsAFailureAndStartsNoWork() {
		AtomicInteger begun = new AtomicInteger();
		Mono<Update> outcome = Mono.<Update>never().doOnSubscribe((begin) -> begun.incrementAndGet());
		StepVerifier.create(new ThreadSupervisor(ENDLESS_STACK).supervise(TestSpinners.LINE, outcome))
			.expectNext(new Update.Failure("no thread is available, another supervisor needs none"))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(begun).hasValue(0);
	}

}
