package io.spinstream.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random sequences of requests and troubles, in virtual time. {@code -Dtimes=25} goes
 * through 25 times as many, {@code -Dseed=7} through one, and tells what happens.
 */
class FleetModelTests {

	private static final int SEQUENCES = 4_000;

	private static final int MOST_STORIES = 3;

	private final Logger membership = Logger.getLogger(Membership.class.getName());

	@BeforeEach
	void beQuiet() {
		this.membership.setLevel(Level.OFF);
	}

	@AfterEach
	void beLoud() {
		this.membership.setLevel(null);
	}

	@Test
	void anySequenceKeepsThePromise() {
		Long seed = Long.getLong("seed");
		if (seed != null) {
			assertThat(new ModelSequence(seed, System.out::println).run()).isEmpty();
			return;
		}
		assertThat(LongStream.range(0, (long) SEQUENCES * Integer.getInteger("times", 1))
			.filter((each) -> new ModelSequence(each, null).run().isPresent())
			.limit(MOST_STORIES)
			.mapToObj(FleetModelTests::story)).isEmpty();
	}

	@Test
	void aSeedTellsTheSameStoryEachTime() {
		assertThat(LongStream.range(0, Mode.values().length).mapToObj(FleetModelTests::story))
			.containsExactlyElementsOf(
					LongStream.range(0, Mode.values().length).mapToObj(FleetModelTests::story).toList());
	}

	private static String story(long seed) {
		List<String> steps = new ArrayList<>();
		Optional<String> fault = new ModelSequence(seed, steps::add).run();
		return "%n-Dseed=%d (%s): %s%n%s%n".formatted(seed, Mode.of(seed), fault.orElse("no fault"),
				String.join(System.lineSeparator(), steps));
	}

}
