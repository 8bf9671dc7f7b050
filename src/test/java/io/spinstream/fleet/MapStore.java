package io.spinstream.fleet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * A store in memory, as one replica sees it, with the faults of a network. A command goes
 * to the server when half of the latency is over, and its answer comes back when the
 * other half is. Once it is sent, nothing takes it back: it may be carried out after its
 * caller has given up.
 */
final class MapStore implements RunStore {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final Sinks.Many<Boolean> connections = Sinks.many().replay().latest();

	private final AtomicInteger answersToLose = new AtomicInteger();

	private final MapServer server;

	private final String replica;

	private final Scheduler signals;

	private final Scheduler timeouts;

	private volatile Duration latency = Duration.ZERO;

	private volatile Link link = Link.UP;

	/**
	 * Create a store that is connected. All signals come from the scheduler of the
	 * server.
	 * @param server what the replicas share
	 * @param replica who this one is
	 */
	MapStore(MapServer server, String replica) {
		this(server, replica, server.timer(), server.timer());
	}

	/**
	 * Create a store that is connected.
	 * @param server what the replicas share
	 * @param replica who this one is
	 * @param signals where answers come from
	 * @param timeouts where the errors of commands without an answer come from
	 */
	MapStore(MapServer server, String replica, Scheduler signals, Scheduler timeouts) {
		this.server = server;
		this.replica = replica;
		this.signals = signals;
		this.timeouts = timeouts;
		connect();
	}

	/**
	 * Connect again, after any fault.
	 */
	void connect() {
		this.link = Link.UP;
		this.connections.emitNext(true, Sinks.EmitFailureHandler.busyLooping(TIMEOUT));
	}

	/**
	 * Let the connection do its work again, after a silence that nobody noticed.
	 */
	void speak() {
		this.link = Link.UP;
	}

	/**
	 * Lose the connection. Commands fail at once from now on.
	 */
	void disconnect() {
		this.link = Link.DOWN;
	}

	/**
	 * Lose everything that is sent from now on, in either direction. Commands fail after
	 * a second.
	 */
	void silence() {
		this.link = Link.SILENT;
	}

	/**
	 * Lose the answers to commands that are carried out. Their callers get an error after
	 * a second.
	 * @param count the number of answers, in the order in which the server gives them
	 */
	void loseAnswers(int count) {
		this.answersToLose.set(count);
	}

	/**
	 * Change how long a command takes, from now on.
	 * @param time the time. If it is longer than a second, callers give up before
	 */
	void latency(Duration time) {
		this.latency = time;
	}

	private <T> Mono<T> ask(Supplier<@Nullable T> command) {
		return Mono.create((caller) -> {
			if (this.link == Link.DOWN) {
				this.signals.schedule(() -> caller.error(new IllegalStateException("not connected")));
				return;
			}
			caller.onDispose(later(this.timeouts, TIMEOUT,
					() -> caller.error(new TimeoutException("no answer within a second"))));
			Duration way = this.latency.dividedBy(2);
			later(this.server.timer(), way, () -> arrive(command, way, caller));
		});
	}

	private <T> void arrive(Supplier<@Nullable T> command, Duration way, MonoSink<T> caller) {
		if (this.link == Link.UP) {
			T answer = command.get();
			if (this.answersToLose.getAndUpdate((left) -> Math.max(0, left - 1)) == 0) {
				later(this.signals, way, () -> comeBack(answer, caller));
			}
		}
	}

	private <T> void comeBack(@Nullable T answer, MonoSink<T> caller) {
		if (this.link == Link.UP) {
			caller.success(answer);
		}
	}

	private static Disposable later(Scheduler scheduler, Duration delay, Runnable task) {
		return scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public String replica() {
		return this.replica;
	}

	@Override
	public Mono<Boolean> begin(String key, long token, Inputs inputs) {
		return ask(() -> this.server.begin(this.replica, key, token, inputs));
	}

	@Override
	public Mono<RunState> look(String key) {
		return ask(() -> this.server.look(this.replica, key));
	}

	@Override
	public Mono<Claim> claim(String key, long token, boolean isLoss) {
		return ask(() -> this.server.claim(this.replica, key, token, isLoss));
	}

	@Override
	public Mono<Boolean> progress(String key, long token, String text) {
		return ask(() -> this.server.progress(this.replica, key, token, text));
	}

	@Override
	public Mono<Boolean> live(String key, Life life) {
		return ask(() -> this.server.live(key, life));
	}

	@Override
	public Mono<Boolean> finish(String key, long token, Outcome outcome) {
		return ask(() -> this.server.finish(this.replica, key, token, outcome));
	}

	@Override
	public Mono<Boolean> drop(String key, long token) {
		return ask(() -> this.server.drop(this.replica, key, token));
	}

	@Override
	public Mono<RunState> stop(String key) {
		return ask(() -> this.server.stop(key));
	}

	@Override
	public Mono<Void> tellStopped(String other, String key) {
		return ask(() -> {
			this.server.tellStopped(other, key);
			return null;
		});
	}

	@Override
	public Mono<List<String>> takeStopped() {
		return ask(() -> this.server.takeStopped(this.replica));
	}

	@Override
	public Mono<Lease> lease(String other) {
		return ask(() -> this.server.lease(other));
	}

	@Override
	public Mono<Boolean> renew() {
		return ask(() -> this.server.renew(this.replica));
	}

	@Override
	public Mono<Void> leave() {
		return ask(() -> {
			this.server.leave(this.replica);
			return null;
		});
	}

	@Override
	public Flux<Boolean> connections() {
		return this.connections.asFlux();
	}

	@Override
	public void close() {
		disconnect();
		this.connections.tryEmitComplete();
	}

	private enum Link {

		UP, SILENT, DOWN

	}

}
