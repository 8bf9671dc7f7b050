package io.spinstream.answer;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * A number of permits and a queue for them, first come, first served. For use by any
 * thread.
 */
final class PermitQueue {

	private final Set<Permit> waiting = new LinkedHashSet<>();

	private final boolean unlimited;

	private int available;

	/**
	 * Create a queue in which nobody waits.
	 * @param permits how many permits there are; {@link Integer#MAX_VALUE} for no limit
	 */
	PermitQueue(int permits) {
		this.unlimited = permits == Integer.MAX_VALUE;
		this.available = permits;
	}

	/**
	 * Do work while holding a permit.
	 * @param work subscribed to when there is a permit: by the subscriber, or by a thread
	 * of the bounded elastic scheduler if it had to wait
	 * @return the result of the work; the permit is given back after it is delivered;
	 * cancelling leaves the queue, or cancels the work
	 */
	<T> Mono<T> guard(Mono<T> work) {
		return this.unlimited ? work
				: Mono.using(this::enqueue, (permit) -> permit.granted.asMono().then(work), this::release, false);
	}

	private synchronized Permit enqueue() {
		Permit permit = new Permit();
		if (this.available > 0) {
			this.available--;
			permit.grant();
		}
		else {
			this.waiting.add(permit);
		}
		return permit;
	}

	private void release(Permit permit) {
		Permit next = returned(permit);
		if (next != null) {
			// Started in place, calls that end at once would nest as deeply as the queue
			// is long.
			Schedulers.boundedElastic().schedule(next::grant);
		}
	}

	/** Takes a permit back, and returns who gets it next. */
	private synchronized @Nullable Permit returned(Permit permit) {
		if (this.waiting.remove(permit)) {
			return null;
		}
		if (this.waiting.isEmpty()) {
			this.available++;
			return null;
		}
		Permit next = this.waiting.iterator().next();
		this.waiting.remove(next);
		return next;
	}

	private static final class Permit {

		private final Sinks.Empty<Void> granted = Sinks.empty();

		void grant() {
			this.granted.tryEmitEmpty();
		}

	}

}
