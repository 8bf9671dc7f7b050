package io.spinstream.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FleetModelTests {

	private static final int SEQUENCES = 3_500;

	@Test
	void keepsItsPromiseInAnySequenceOfRequestsAndTroubles() {
		Long seed = Long.getLong("seed");
		LongStream seeds = (seed != null) ? LongStream.of(seed)
				: LongStream.range(0, (long) SEQUENCES * Integer.getInteger("times", 1));
		assertThat(
				seeds.filter((each) -> new ModelSequence(each, null).run().isPresent()).limit(3).mapToObj(this::story))
			.isEmpty();
	}

	private String story(long seed) {
		List<String> story = new ArrayList<>();
		Optional<String> fault = new ModelSequence(seed, story::add).run();
		return "-Dseed=%d (%s): %s%n%s%n".formatted(seed, Mode.of(seed), fault, String.join("\n", story));
	}

}
