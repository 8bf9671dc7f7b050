package io.spinstream.web;

import io.spinstream.supervisor.Supervisor;
import io.spinstream.testing.CancelledHandover;
import io.spinstream.testing.TestSpinners;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

class SupervisorsTests {

	private final Supervisors supervisors = new Supervisors();

	/** The reactive one emits and is cancelled on the same thread. */
	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "REACTIVE")
	void anUpdateThatACancellationOvertakesIsNoError(SupervisorKind kind) throws Exception {
		Supervisor supervisor = this.supervisors.find(kind, Schedulers.single());
		assertThat(CancelledHandover.of(supervisor.supervise(TestSpinners.LINE, Mono.never()), "supervisor")).isEmpty();
	}

}
