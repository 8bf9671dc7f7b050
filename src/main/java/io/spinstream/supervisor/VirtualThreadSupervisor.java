package io.spinstream.supervisor;

import java.time.Duration;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;

/**
 * Spins in a virtual thread, while a second one waits until the answer is known. An
 * interrupt stops the first one. The code reads like that of platform threads and takes
 * none.
 */
public final class VirtualThreadSupervisor implements Supervisor {

	@Override
	public Flux<Update> supervise(Spinner spinner, Mono<Update> slow) {
		return Flux.create((updates) -> {
			Thread supervisor = Thread.ofVirtual()
				.name("supervisor")
				.unstarted(() -> supervise(spinner, slow, updates));
			updates.onCancel(supervisor::interrupt);
			supervisor.start();
		}, OverflowStrategy.LATEST);
	}

	private void supervise(Spinner spinner, Mono<Update> slow, FluxSink<Update> updates) {
		Thread spin = Thread.ofVirtual().name("spin").unstarted(() -> spin(spinner, updates));
		updates.next(new Update.Started(spin.toString()));
		spin.start();
		try {
			Update outcome = slow.block();
			spin.interrupt();
			spin.join();
			updates.next(outcome);
			updates.complete();
		}
		catch (RuntimeException | InterruptedException broken) {
			spin.interrupt();
			if (!updates.isCancelled()) {
				updates.error(broken);
			}
		}
	}

	private void spin(Spinner spinner, FluxSink<Update> updates) {
		long interval = spinner.style().interval().toNanos();
		long next = System.nanoTime();
		try {
			for (long tick = 0;; tick++) {
				updates.next(spinner.frame(tick));
				next = Math.max(next + interval, System.nanoTime());
				Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
			}
		}
		catch (InterruptedException stopped) {
			return;
		}
	}

}
