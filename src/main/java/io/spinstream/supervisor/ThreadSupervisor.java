package io.spinstream.supervisor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;

/**
 * Spins in a platform thread, while a second one blocks until the answer is known. A
 * shared flag stops the first one.
 */
public final class ThreadSupervisor implements Supervisor {

	@Override
	public Flux<Update> supervise(Spinner spinner, Mono<Update> slow) {
		return Flux.create((updates) -> {
			Thread supervisor = new Thread(() -> supervise(spinner, slow, updates), "supervisor");
			updates.onCancel(supervisor::interrupt);
			start(supervisor, updates);
		}, OverflowStrategy.LATEST);
	}

	private static boolean start(Thread thread, FluxSink<Update> updates) {
		try {
			thread.start();
			return true;
		}
		catch (OutOfMemoryError none) {
			updates.next(new Update.Failure("no thread is available, another supervisor needs none"));
			updates.complete();
			return false;
		}
	}

	private void supervise(Spinner spinner, Mono<Update> slow, FluxSink<Update> updates) {
		CountDownLatch done = new CountDownLatch(1);
		Thread spin = new Thread(() -> spin(spinner, done, updates), "spin");
		updates.next(new Update.Started(spin.toString()));
		if (!start(spin, updates)) {
			return;
		}
		try {
			Update outcome = slow.block();
			done.countDown();
			spin.join();
			updates.next(outcome);
			updates.complete();
		}
		catch (RuntimeException | InterruptedException broken) {
			done.countDown();
			if (!updates.isCancelled()) {
				updates.error(broken);
			}
		}
	}

	private void spin(Spinner spinner, CountDownLatch done, FluxSink<Update> updates) {
		long interval = spinner.style().interval().toNanos();
		long next = System.nanoTime();
		long tick = 0;
		try {
			do {
				updates.next(spinner.frame(tick++));
				next = Math.max(next + interval, System.nanoTime());
			}
			while (!done.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
		}
		catch (InterruptedException neverSent) {
			throw new IllegalStateException(neverSent);
		}
	}

}
