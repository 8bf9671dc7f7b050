package io.spinstream.fleet;

import java.lang.System.Logger.Level;
import java.time.Duration;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps the lease of this replica, and knows whether the store answers. While it does
 * not, nothing but the lease is asked for. For use by any thread.
 */
final class Membership {

	private static final System.Logger logger = System.getLogger(Membership.class.getName());

	private static final Duration RENEWAL = Duration.ofSeconds(1);

	private final RunStore store;

	private final Scheduler timer;

	private final Runnable rejoin;

	private final Disposable.Composite renewals = Disposables.composite();

	private volatile boolean up;

	private volatile boolean isToldDown;

	/**
	 * Prepare a membership.
	 * @param store the store
	 * @param timer renews the lease, and does nothing else
	 * @param rejoin called when the store may have lost something, or may have given runs
	 * of this replica to others; after the lease was renewed
	 */
	Membership(RunStore store, Scheduler timer, Runnable rejoin) {
		this.store = store;
		this.timer = timer;
		this.rejoin = rejoin;
	}

	void start() {
		this.renewals.add(Flux.interval(Duration.ZERO, RENEWAL, this.timer)
			.onBackpressureDrop()
			.concatMap((tick) -> renew(false), 1)
			.subscribe());
		this.renewals.add(this.store.connections().concatMap((connection) -> renew(true), 1).subscribe());
	}

	private Mono<Boolean> renew(boolean isConnectionNew) {
		return this.store.renew()
			.doOnNext((wasThere) -> renewed(!wasThere || isConnectionNew))
			.onErrorResume((failure) -> Mono.fromRunnable(() -> fail(failure, isConnectionNew)));
	}

	private void renewed(boolean mayBeLost) {
		boolean wasUp = this.up;
		if (!wasUp) {
			logger.log(Level.INFO, "Runs are shared with other replicas");
		}
		this.up = true;
		this.isToldDown = false;
		if (mayBeLost || !wasUp) {
			this.rejoin.run();
		}
	}

	private void fail(Throwable failure, boolean isConnectionNew) {
		if (this.up || (isConnectionNew && !this.isToldDown)) {
			this.isToldDown = true;
			logger.log(Level.WARNING,
					"The store that replicas share does not answer; runs are local until it does: " + failure);
		}
		this.up = false;
	}

	boolean isUp() {
		return this.up;
	}

	/**
	 * Ask the store.
	 * @param <T> the answer
	 * @param command the question
	 * @return the answer, or an error. Fails at once if the store did not answer before
	 */
	<T> Mono<T> ask(Mono<T> command) {
		return Mono.defer(() -> this.up ? command.doOnError((failure) -> fail(failure, false))
				: Mono.error(() -> new IllegalStateException("the store does not answer")));
	}

	/**
	 * Give the lease back, and do not renew it any more.
	 * @return completion, also if the store does not answer
	 */
	Mono<Void> leave() {
		return Mono.defer(() -> {
			this.renewals.dispose();
			return this.store.leave().onErrorComplete();
		});
	}

	void close() {
		this.renewals.dispose();
		this.store.close();
	}

}
