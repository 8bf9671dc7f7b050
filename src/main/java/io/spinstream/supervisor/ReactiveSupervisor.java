package io.spinstream.supervisor;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Spins in an event loop, where a clock and the answer take turns, and the answer cancels
 * the clock: no thread of its own, and nothing that blocks.
 */
public final class ReactiveSupervisor implements Supervisor {

	private final Map<Duration, TimingWheel> clocks = new ConcurrentHashMap<>();

	private final Scheduler loop;

	private final LongSupplier clock;

	/**
	 * Create a supervisor of one event loop.
	 * @param loop the event loop, of a single thread, on which all but the first two
	 * updates come
	 */
	public ReactiveSupervisor(Scheduler loop) {
		this(loop, System::nanoTime);
	}

	ReactiveSupervisor(Scheduler loop, LongSupplier clock) {
		this.loop = loop;
		this.clock = clock;
	}

	@Override
	public Flux<Update> supervise(Spinner spinner, Mono<String> answer) {
		return Flux.push((updates) -> supervise(spinner, LastUpdate.of(answer), updates), OverflowStrategy.LATEST);
	}

	private void supervise(Spinner spinner, Mono<Update> slow, FluxSink<Update> updates) {
		TimingWheel.Ticks spin = clock(spinner).ticks((tick) -> updates.next(spinner.frame(tick)));
		updates.next(new Update.Started(spin.toString()));
		updates.next(spinner.frame(0));
		spin.start();
		Disposable result = slow.publishOn(this.loop).subscribe((outcome) -> {
			spin.dispose();
			updates.next(outcome);
			updates.complete();
		});
		updates.onDispose(Disposables.composite(spin, result));
	}

	private TimingWheel clock(Spinner spinner) {
		return this.clocks.computeIfAbsent(spinner.style().interval(),
				(interval) -> new TimingWheel(interval, this.loop, this.clock));
	}

}
