package io.spinstream.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Outcome;
import io.spinstream.run.Run;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * A client of the model that asks one replica for a run, and does what a request by HTTP
 * does.
 */
final class ModelReader {

	private static final int MANY = 1_000;

	/** How long a run may be unknown elsewhere that is joined while it is dropped. */
	private static final long DROP_MILLIS = 500;

	private final Disposable.Composite request = Disposables.composite();

	private final ModelWorld world;

	private final ModelReplica replica;

	private final ModelRun run;

	private State state = State.ASKING;

	private @Nullable Run joined;

	private long waitingSince = Long.MAX_VALUE;

	ModelReader(ModelWorld world, ModelReplica replica, ModelRun run) {
		this.world = world;
		this.replica = replica;
		this.run = run;
	}

	ModelReplica replica() {
		return this.replica;
	}

	ModelRun run() {
		return this.run;
	}

	/**
	 * Tell whether this client waits for something.
	 * @return {@code false} if it has got it or has left
	 */
	boolean isWaiting() {
		return this.state != State.DONE;
	}

	boolean isReading() {
		return this.state == State.READING;
	}

	/**
	 * Tell since when this client waits for the end of the run.
	 * @return milliseconds, in the far future if it does not
	 */
	long waitingSince() {
		return this.waitingSince;
	}

	/**
	 * Tell whether the run must have been known for some time.
	 * @param since the beginning of that time
	 * @return whether this client has read it all the time
	 */
	boolean hasReadSince(long since) {
		return isReading() && this.replica.isAlive() && this.waitingSince < since - DROP_MILLIS;
	}

	String progress() {
		return (this.joined != null) ? this.joined.progress().latest() : "";
	}

	/**
	 * Begin the run and read it.
	 */
	void begin() {
		if (isAdmitted()) {
			Run created = this.replica.runs().create(this.run.request(), this.run.life());
			this.run.begin(created.name());
			enter(created);
			read(created.begin().then(Mono.defer(() -> {
				this.run.publish();
				return answer(created);
			})));
		}
	}

	/**
	 * Find the run and read it.
	 * @param pause the time between the two
	 */
	void join(Duration pause) {
		find(this.replica.runs()::findForReader, (found) -> {
			this.run.expectReader();
			this.replica.handle(() -> join(found), pause);
		});
	}

	private void join(Run found) {
		if (isAdmitted()) {
			enter(found);
			read(answer(found));
		}
	}

	/** A replica that shuts down takes no readers. */
	private boolean isAdmitted() {
		if (isWaiting() && this.replica.isLeaving()) {
			this.state = State.DONE;
		}
		return isWaiting();
	}

	private void enter(Run found) {
		this.state = State.READING;
		this.joined = found;
		this.run.enter(this);
		this.world.check(found.join(MANY), "%s cannot be joined", this.run);
	}

	private Mono<Answer> answer(Run known) {
		this.waitingSince = this.world.time().millis();
		return known.answer();
	}

	private void read(Mono<Answer> answer) {
		this.request.add(answer.subscribe((value) -> told(new Outcome.Answered(value)),
				(failure) -> told(Outcome.of(failure)), () -> this.world.check(!isReading(), "%s has no end", this)));
	}

	private void told(Outcome outcome) {
		this.world.log("%s gets %s", this, StoredRun.text(outcome));
		this.world.check(isReading(), "%s gets an end too many", this);
		this.run.rules().told(this, outcome);
		leaveNow();
		if (outcome instanceof Outcome.Failed(AnswerException failure) && failure.kind() == Kind.MOVED) {
			this.world.comeBack(this.run);
		}
	}

	/**
	 * Find the run, and take its end if it has one.
	 */
	void poll() {
		find(this.replica.runs()::findAnywhere, (found) -> {
			if (found.hasEnded()) {
				this.state = State.READING;
				read(found.answer());
			}
			else {
				this.state = State.DONE;
			}
		});
	}

	/**
	 * Find the run and stop it.
	 */
	void stop() {
		find(this.replica.runs()::findAnywhere, (found) -> this.request
			.add(found.stop().subscribe(null, this::refused, () -> this.state = State.DONE)));
	}

	private void find(Function<String, Mono<Run>> finder, Consumer<Run> next) {
		if (!isWaiting() || !this.run.isPublic()) {
			this.state = State.DONE;
			return;
		}
		long since = this.world.time().millis();
		this.run.ask(this.replica);
		this.request.add(finder.apply(this.run.name())
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.subscribe((found) -> found.ifPresentOrElse((known) -> {
				this.run.touch(this.replica);
				next.accept(known);
			}, () -> unknown(since)), this::refused));
	}

	private void unknown(long since) {
		this.world.log("%s finds nothing", this);
		this.run.rules().unknown(since);
		this.state = State.DONE;
	}

	private void refused(Throwable failure) {
		this.world.log("%s is refused: %s", this, failure);
		this.world.check(!this.world.history().isSeeing() || this.replica.isLeaving(), "%s is refused", this);
		this.state = State.DONE;
	}

	/**
	 * Leave, as a client that closes its connection.
	 */
	void leave() {
		if (isWaiting()) {
			this.request.dispose();
			leaveNow();
		}
	}

	private void leaveNow() {
		this.state = State.DONE;
		if (this.joined != null) {
			this.run.leave(this);
			this.joined.leave();
		}
	}

	/**
	 * Let the run go on, and leave.
	 */
	void detach() {
		if (isReading() && this.joined != null && this.waitingSince < Long.MAX_VALUE) {
			this.run.askToDetach();
			this.joined.detach().subscribe(null, null, () -> {
				this.run.detached();
				leave();
			});
		}
	}

	@Override
	public String toString() {
		return "a reader of " + this.run + " on " + this.replica;
	}

	private enum State {

		ASKING, READING, DONE

	}

}
