package io.spinstream.fleet;

import java.time.Duration;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import io.spinstream.run.Progress;
import io.spinstream.run.Work;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The work of a run that other replicas may read or take over. This replica owns the run
 * and computes it, or it follows the one that does; it may change between the two. State
 * is changed on the loop of the fleet alone.
 */
final class SharedWork implements Work {

	/**
	 * A new run goes on without the store after this time. The command is not cancelled.
	 */
	private static final Duration PATIENCE = Duration.ofMillis(250);

	/** An input that kills replicas must not kill all of them. */
	private static final int MOST_LOSSES = 3;

	private static final int LONGEST_PROGRESS = 1_000;

	private final Sinks.One<Answer> result = Sinks.one();

	private final Disposable.Swap computation = Disposables.swap();

	private final SharedRuns fleet;

	private final String name;

	private final String key;

	private volatile State state = State.FOUND;

	private volatile Mono<Inputs> inputs = Mono.empty();

	private volatile Life life = Life.WHILE_READ;

	private volatile boolean mayMove;

	/** Told by the work, or by its owner. */
	private Progress progress = new Progress();

	private String toldProgress = "";

	private RunState.Running seen;

	private long seenAt;

	private SharedWork(SharedRuns fleet, String name, RunState.Running seen) {
		this.fleet = fleet;
		this.name = name;
		this.key = RunKey.of(name);
		this.seen = seen;
	}

	/**
	 * Create the work of a new run, which this replica owns.
	 * @param fleet the replicas
	 * @param name the name of the run
	 * @param request what to compute
	 * @param life what becomes of it when nobody reads it
	 * @return the work
	 */
	static SharedWork own(SharedRuns fleet, String name, AnswerRequest request, Life life) {
		SharedWork work = new SharedWork(fleet, name, new RunState.Running(fleet.replica(), 1, ""));
		work.inputs = Inputs.of(request, life).cache();
		work.mayMove = fleet.settings().takeOver().admits(request.method());
		work.life = life;
		work.state = State.OWN;
		return work;
	}

	/**
	 * Create the work of a run of another replica.
	 * @param fleet the replicas
	 * @param name the name of the run
	 * @param seen what the store tells of it
	 * @return the work
	 */
	static SharedWork found(SharedRuns fleet, String name, RunState.Running seen) {
		return new SharedWork(fleet, name, seen);
	}

	String key() {
		return this.key;
	}

	String owner() {
		return this.seen.owner();
	}

	private boolean isOwn() {
		return this.state == State.OWN;
	}

	@Override
	public Life life() {
		return isOwn() ? this.life : Life.WHILE_READ;
	}

	@Override
	public Mono<Void> begin() {
		return this.fleet.onLoop(() -> {
			if (!isOwn()) {
				return Mono.empty();
			}
			this.fleet.own(this);
			return beginAgain().cache().timeout(PATIENCE, Mono.empty(), this.fleet.timer());
		});
	}

	private Mono<Boolean> sendInputs() {
		return this.inputs.map((known) -> known.living(this.life))
			.flatMap((known) -> this.fleet.ask((store) -> store.begin(this.key, this.seen.token(), known)))
			.doOnNext((isOwner) -> this.toldProgress = "");
	}

	/**
	 * Tell the store again what it may have lost.
	 * @return completion
	 */
	Mono<Void> beginAgain() {
		return sendInputs().doOnNext(this::told).onErrorComplete().then();
	}

	/**
	 * A run that was dropped is dropped again if a command on its way has begun it again.
	 */
	private void told(boolean isOwner) {
		if (!isOwner && isOwn()) {
			follow();
		}
		else if (isOwner && this.state == State.UNREAD) {
			drop().onErrorComplete().subscribe();
		}
	}

	@Override
	public Mono<Answer> answer(Progress shown) {
		return Mono.defer(() -> {
			this.fleet.run(() -> start(shown));
			return this.result.asMono();
		});
	}

	private void start(Progress shown) {
		this.progress = shown;
		if (isOwn()) {
			compute();
		}
		else if (this.state == State.FOUND) {
			follow();
		}
	}

	private void compute() {
		this.computation.update(this.inputs.flatMap((known) -> this.fleet.compute(known, this.progress))
			.<Outcome>map(Outcome.Answered::new)
			.defaultIfEmpty(Outcome.none())
			.onErrorResume((failure) -> Mono.just(Outcome.of(failure)))
			.subscribe(this::finish));
	}

	/** Readers get the outcome when it is the one that all replicas tell. */
	private void finish(Outcome outcome) {
		this.fleet.ask((store) -> store.finish(this.key, this.seen.token(), outcome))
			.subscribe((isAccepted) -> finished(outcome, isAccepted), (failure) -> finished(outcome, true));
	}

	private void finished(Outcome outcome, boolean isAccepted) {
		if (!isOwn()) {
			return;
		}
		if (isAccepted) {
			this.fleet.keep(this.name, this.seen.token());
			end(outcome);
		}
		else {
			follow();
		}
	}

	private void end(Outcome outcome) {
		leave(State.ENDED);
		outcome.signal().subscribe(this.result::tryEmitValue, this.result::tryEmitError);
	}

	private void leave(State next) {
		this.state = next;
		this.computation.update(Disposables.disposed());
		this.fleet.forget(this);
	}

	private void follow() {
		leave(State.FOLLOWED);
		this.seenAt = this.fleet.now();
		this.fleet.follow(this);
	}

	/**
	 * Look at the run of another replica.
	 * @return completion, whatever was seen
	 */
	Mono<Void> look() {
		return this.fleet.ask((store) -> store.look(this.key)).doOnNext(this::saw).onErrorComplete().then();
	}

	private void saw(RunState now) {
		if (this.state != State.FOLLOWED) {
			return;
		}
		switch (now) {
			case RunState.Unknown _ -> endIfUnseenFor(this.fleet.settings().lease(), "the answer was lost");
			case RunState.Ended(Outcome outcome) -> end(outcome);
			case RunState.Running running -> {
				this.seen = running;
				this.seenAt = this.fleet.now();
				this.progress.tell(running.progress());
			}
		}
	}

	/** Others get the time to tell the store again what it may have lost. */
	void waitAgain() {
		this.seenAt = this.fleet.now();
	}

	/**
	 * Give up a run that the store has not told of for a long time.
	 * @param time how long
	 * @param reason what readers get
	 */
	void endIfUnseenFor(Duration time, String reason) {
		if (this.fleet.now() - this.seenAt >= time.toMillis()) {
			end(new Outcome.Failed(new AnswerException(Kind.LOST, reason)));
		}
	}

	/**
	 * Take the run over from a replica that is gone.
	 * @param isLoss whether that replica has not left in good order
	 * @return completion, also if it was not to be had
	 */
	Mono<Void> takeOver(boolean isLoss) {
		return this.fleet.ask((store) -> store.claim(this.key, this.seen.token(), isLoss))
			.doOnNext(this::claimed)
			.onErrorComplete()
			.then();
	}

	/** A claim holds, even if its last reader has left in the meantime. */
	private void claimed(Claim claim) {
		if (isOwn()) {
			return;
		}
		leave(State.OWN);
		this.fleet.own(this);
		this.fleet.countTakeOver();
		this.seen = new RunState.Running(this.fleet.replica(), claim.token(), "");
		this.inputs = Mono.just(claim.inputs());
		this.life = claim.inputs().life();
		this.mayMove = this.fleet.settings().takeOver().admits(claim.inputs().method());
		if (claim.losses() >= MOST_LOSSES) {
			finish(failed("the answer was lost three times"));
		}
		else if (!this.mayMove) {
			finish(failed("the server that computed the answer is gone"));
		}
		else {
			compute();
		}
	}

	private static Outcome failed(String reason) {
		return new Outcome.Failed(new AnswerException(reason));
	}

	/**
	 * Tell other replicas where the work is, if that has changed.
	 * @return completion
	 */
	Mono<Void> tellProgress() {
		String latest = this.progress.latest();
		if (latest.equals(this.toldProgress)) {
			return Mono.empty();
		}
		this.toldProgress = latest;
		String text = (latest.length() > LONGEST_PROGRESS) ? latest.substring(0, LONGEST_PROGRESS) : latest;
		return this.fleet.ask((store) -> store.progress(this.key, this.seen.token(), text))
			.flatMap((isOwner) -> isOwner ? Mono.just(true) : lookAgain())
			.doOnNext(this::told)
			.onErrorComplete()
			.then();
	}

	/** Returns {@code false} if the run is that of another replica. */
	private Mono<Boolean> lookAgain() {
		return this.fleet.ask((store) -> store.look(this.key)).flatMap((state) -> switch (state) {
			case RunState.Unknown _ -> isOwn() ? sendInputs() : Mono.just(false);
			case RunState.Running running -> Mono.just(isSame(running));
			case RunState.Ended(Outcome outcome) -> {
				finished(outcome, true);
				yield Mono.just(true);
			}
		});
	}

	private boolean isSame(RunState.Running running) {
		return running.owner().equals(owner()) && running.token() == this.seen.token();
	}

	@Override
	public Mono<Void> detach() {
		this.life = Life.DETACHED;
		return this.fleet.ask((store) -> store.live(this.key, Life.DETACHED)).onErrorComplete().then();
	}

	@Override
	public Mono<Boolean> release() {
		return this.fleet.onLoop(() -> this.fleet.owns(this) ? drop() : Mono.just(true));
	}

	private Mono<Boolean> drop() {
		return this.fleet.ask((store) -> store.drop(this.key, this.seen.token()));
	}

	@Override
	public Mono<Boolean> stop() {
		return this.fleet.ask((store) -> store.stop(this.key).flatMap((before) -> tellOwner(before, store)))
			.onErrorResume((failure) -> isOwn() ? Mono.just(true) : Mono.error(SharedRuns::unavailable));
	}

	private Mono<Boolean> tellOwner(RunState before, RunStore store) {
		return (before instanceof RunState.Running running && !(isOwn() && running.owner().equals(store.replica())))
				? store.tellStopped(running.owner(), this.key).thenReturn(false)
				: Mono.just(isOwn() && !(before instanceof RunState.Ended));
	}

	/** Another replica has let a client stop the run. */
	void stoppedElsewhere() {
		finished(new Outcome.Failed(new AnswerException(Kind.STOPPED, "stopped")), true);
	}

	/** The work is cancelled at once, since threads that it needs may end soon. */
	@Override
	public void end(AnswerException failure) {
		this.computation.update(Disposables.disposed());
		this.fleet.run(() -> {
			if (isOwn() && (failure.kind() == Kind.SHUTDOWN || failure.kind() == Kind.STOPPED)) {
				this.fleet.keep(this.name, this.seen.token());
				finish(new Outcome.Failed(failure));
			}
			leave((failure.kind() == Kind.UNREAD) ? State.UNREAD : State.ENDED);
		});
	}

	@Override
	public boolean isHandedOver() {
		return this.fleet.isUp() && (!isOwn() || this.mayMove);
	}

	private enum State {

		/** It was found, and nobody waits for it here. */
		FOUND,
		/** Another replica computes it. */
		FOLLOWED,
		/** This replica computes it. */
		OWN,
		/** It has ended here. */
		ENDED,
		/** It has ended here since nobody read it. */
		UNREAD

	}

}
