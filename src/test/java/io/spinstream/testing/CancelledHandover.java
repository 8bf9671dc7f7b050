package io.spinstream.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;

/**
 * A cancellation at the moment when a thread hands an item over to a scheduler: after the
 * item was let through, and before the scheduler has the task.
 */
public final class CancelledHandover extends BaseSubscriber<Object> {

	private final CompletableFuture<Thread> emitter = new CompletableFuture<>();

	private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

	private final String thread;

	private CancelledHandover(String thread) {
		this.thread = thread;
	}

	/**
	 * Subscribe, and cancel at that moment.
	 * @param items what to subscribe to; nothing is requested
	 * @param thread the name of the thread that emits the items, and then ends
	 * @return the errors that this thread dropped
	 */
	public static List<Throwable> of(Flux<?> items, String thread) throws Exception {
		CancelledHandover subscriber = new CancelledHandover(thread);
		Schedulers.onScheduleHook(thread, subscriber::handOver);
		Hooks.onErrorDropped(subscriber::drop);
		try {
			items.subscribe(subscriber);
			subscriber.emitter.get(10, TimeUnit.SECONDS).join();
		}
		finally {
			Hooks.resetOnErrorDropped();
			Schedulers.resetOnScheduleHook(thread);
		}
		return subscriber.dropped;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
	}

	private Runnable handOver(Runnable task) {
		if (isEmitter()) {
			this.emitter.complete(Thread.currentThread());
			cancel();
		}
		return task;
	}

	private void drop(Throwable error) {
		if (isEmitter()) {
			this.dropped.add(error);
		}
	}

	private boolean isEmitter() {
		return Thread.currentThread().getName().equals(this.thread);
	}

}
