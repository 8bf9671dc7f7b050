package io.spinstream.answer;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

import io.spinstream.run.Progress;
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

	/** Whether each permit that is waited for knows its place. */
	private boolean isNumbered = true;

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
	 * of the parallel scheduler if it had to wait
	 * @param progress told how many wait before this one, while it waits
	 * @return the result of the work; the permit is given back after it is delivered;
	 * cancelling leaves the queue, or cancels the work
	 */
	<T> Mono<T> guard(Mono<T> work, Progress progress) {
		return this.unlimited ? work : Mono.using(() -> enqueue(progress),
				(permit) -> permit.granted.asMono().then(work), this::release, false);
	}

	private synchronized Permit enqueue(Progress progress) {
		Permit permit = new Permit();
		if (this.available > 0) {
			this.available--;
			permit.grant();
		}
		else {
			permit.place = this.waiting.size();
			this.waiting.add(permit);
			progress.tell(() -> place(permit));
		}
		return permit;
	}

	private synchronized String place(Permit permit) {
		if (!this.waiting.contains(permit)) {
			return "";
		}
		if (!this.isNumbered) {
			number();
		}
		return "waiting, " + permit.place + " before this one";
	}

	/** Only when somebody looks, since the queue may be long. */
	private void number() {
		int place = 0;
		for (Permit permit : this.waiting) {
			permit.place = place++;
		}
		this.isNumbered = true;
	}

	private void release(Permit permit) {
		Permit next = permit.afterGrant(() -> returned(permit));
		if (next != null) {
			// If it was started in place, calls that end at once would nest as deeply as
			// the queue is long. Other work may block the threads of another scheduler.
			Schedulers.parallel().schedule(next::grant);
		}
	}

	/** Takes a permit back, and returns who gets it next. */
	private synchronized @Nullable Permit returned(Permit permit) {
		if (this.waiting.remove(permit)) {
			this.isNumbered = false;
			return null;
		}
		if (this.waiting.isEmpty()) {
			this.available++;
			return null;
		}
		Permit next = this.waiting.iterator().next();
		this.waiting.remove(next);
		this.isNumbered = false;
		return next;
	}

	private static final class Permit {

		private final Sinks.Empty<Void> granted = Sinks.empty();

		/** How many wait before this one, if the queue is numbered. */
		private int place;

		synchronized void grant() {
			this.granted.tryEmitEmpty();
		}

		/**
		 * Work that is cancelled while another thread starts it has ended when that
		 * thread has returned.
		 */
		synchronized @Nullable Permit afterGrant(Supplier<@Nullable Permit> action) {
			return action.get();
		}

	}

}
