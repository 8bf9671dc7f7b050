package io.spinstream.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.spinstream.run.Life;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class MapStoreTests extends RunStoreContractTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Inputs INPUTS = new Inputs("GET", Map.of(), Map.of(), new byte[0], Life.RESUMABLE);

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final MapServer server = new MapServer(SETTINGS, this.timer);

	private final List<Object> signals = new ArrayList<>();

	private int created;

	@Override
	protected MapStore create() {
		return new MapStore(this.server, "replica" + ++this.created);
	}

	@Override
	protected void pass(Duration time) {
		this.timer.advanceTimeBy(time);
	}

	@Override
	protected void flush() {
		this.server.flush();
	}

	@Override
	protected Map<String, Long> lives() {
		return this.server.lives();
	}

	private void record(Mono<?> operation) {
		operation.subscribe(this.signals::add, this.signals::add);
	}

	@Test
	void aStoreThatIsDisconnectedFailsAtOnce() {
		MapStore store = create();
		store.disconnect();
		record(store.begin("a", 1, INPUTS));
		assertThat(this.signals).hasExactlyElementsOfTypes(IllegalStateException.class);
		assertThat(lives()).isEmpty();
	}

	@Test
	void aStoreThatIsCutOffFailsAfterASecond() {
		MapStore store = create();
		MapStore other = create();
		store.silence();
		record(store.begin("a", 1, INPUTS));
		pass(SECOND.minusMillis(1));
		assertThat(this.signals).isEmpty();
		pass(Duration.ofMillis(1));
		assertThat(this.signals).hasExactlyElementsOfTypes(TimeoutException.class);
		assertThat(lives()).isEmpty();
		record(other.begin("a", 1, INPUTS));
		assertThat(this.signals).endsWith(true);
	}

	@Test
	void anAnswerThatIsLostIsAnErrorAfterASecond() {
		MapStore store = create();
		store.loseAnswers(1);
		record(store.begin("a", 1, INPUTS));
		assertThat(lives()).hasSize(1);
		record(store.begin("b", 1, INPUTS));
		assertThat(this.signals).containsExactly(true);
		pass(SECOND);
		assertThat(this.signals).hasSize(2).element(1).isInstanceOf(TimeoutException.class);
	}

	@Test
	void aSlowCommandIsCarriedOutAlsoIfNobodyWaitsAnyMore() {
		MapStore store = create();
		store.latency(Duration.ofMillis(800));
		record(store.begin("a", 1, INPUTS));
		pass(Duration.ofMillis(399));
		assertThat(lives()).isEmpty();
		pass(Duration.ofMillis(1));
		assertThat(lives()).hasSize(1);
		assertThat(this.signals).isEmpty();
		pass(Duration.ofMillis(400));
		assertThat(this.signals).containsExactly(true);
		store.latency(Duration.ofSeconds(4));
		record(store.begin("b", 1, INPUTS));
		store.begin("c", 1, INPUTS).subscribe().dispose();
		pass(SECOND);
		assertThat(this.signals).hasSize(2).element(1).isInstanceOf(TimeoutException.class);
		pass(SECOND);
		assertThat(lives()).containsOnlyKeys("run:a", "run:b", "run:c");
	}

	@Test
	void tellsEachConnection() {
		MapStore store = create();
		store.connections().subscribe(this.signals::add);
		assertThat(this.signals).hasSize(1);
		store.silence();
		store.disconnect();
		assertThat(this.signals).hasSize(1);
		store.connect();
		assertThat(this.signals).hasSize(2);
		store.close();
		record(store.renew());
		assertThat(this.signals).hasSize(3).last().isInstanceOf(IllegalStateException.class);
	}

}
