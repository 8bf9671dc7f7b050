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
 * Spins in an event loop that a clock and the answer share. The answer cancels the clock.
 * No thread is created and nothing blocks.
 */
public final class ReactiveSupervisor implements Supervisor {

	private final Map<Duration, FrameClock> clocks = new ConcurrentHashMap<>();

	private final Scheduler loop;

	private final LongSupplier clock;

	/**
	 * Create a supervisor of one event loop.
	 * @param loop the event loop, of a single thread; updates come on it, except
	 * {@code Started} and the first frame, which come on the subscribing thread
	 */
	public ReactiveSupervisor(Scheduler loop) {
		this(loop, System::nanoTime);
	}

	ReactiveSupervisor(Scheduler loop, LongSupplier clock) {
		this.loop = loop;
		this.clock = clock;
	}

	@Override
	public Flux<Update> supervise(Spinner spinner, Mono<Update> slow) {
		return Flux.push((updates) -> supervise(spinner, slow, updates), OverflowStrategy.LATEST);
	}

	private void supervise(Spinner spinner, Mono<Update> slow, FluxSink<Update> updates) {
		FrameClock.Ticks spin = clock(spinner).ticks((tick) -> updates.next(spinner.frame(tick)));
		updates.next(new Update.Started(spin.toString()));
		updates.next(spinner.frame(0));
		spin.start();
		Disposable result = slow.publishOn(this.loop).subscribe((outcome) -> {
			spin.dispose();
			updates.next(outcome);
			updates.complete();
		}, (broken) -> {
			spin.dispose();
			updates.error(broken);
		});
		updates.onDispose(Disposables.composite(spin, result));
	}

	private FrameClock clock(Spinner spinner) {
		return this.clocks.computeIfAbsent(spinner.style().interval(),
				(interval) -> new FrameClock(interval, this.loop, this.clock));
	}

}
