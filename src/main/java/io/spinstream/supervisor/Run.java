package io.spinstream.supervisor;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One computation of an answer, shared by all its readers.
 */
public final class Run {

	private static final SecureRandom random = new SecureRandom();

	private static final int OWN_BYTES = 1_024;

	/** How many read this run; guarded by the runs. */
	int readers;

	/** Memory that this run keeps; guarded by the runs. */
	int bytes = OWN_BYTES;

	/** What ends this run when nobody reads it; guarded by the runs. */
	Disposable expiry = Disposables.disposed();

	private final String id = randomId();

	private final Sinks.One<String> result = Sinks.one();

	private final AtomicBoolean started = new AtomicBoolean();

	private final Disposable.Swap work = Disposables.swap();

	private final Runs runs;

	private final SlowAnswer slowAnswer;

	private final boolean resumable;

	Run(Runs runs, SlowAnswer slowAnswer, boolean resumable) {
		this.runs = runs;
		this.slowAnswer = slowAnswer;
		this.resumable = resumable;
	}

	private static String randomId() {
		byte[] bits = new byte[16];
		random.nextBytes(bits);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
	}

	/**
	 * Return the name of this run.
	 * @return 128 random bits in base64url: who knows them may have the answer
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Read the answer. Each subscriber is a reader until it has the answer or cancels;
	 * the first one starts the computation, unless the run has ended before.
	 * @return the answer, or the failure, of the one computation
	 */
	public Mono<String> answer() {
		return Mono.defer(() -> {
			this.runs.join(this);
			start();
			return this.result.asMono();
		}).doFinally((end) -> this.runs.leave(this));
	}

	private void start() {
		if (this.started.compareAndSet(false, true) && !this.work.isDisposed()) {
			this.work.update(this.slowAnswer.compute()
				.subscribe(this::finish, this.result::tryEmitError, this.result::tryEmitEmpty));
		}
	}

	private void finish(String answer) {
		this.runs.grow(this, answer.length() * Character.BYTES);
		this.result.tryEmitValue(answer);
	}

	boolean isResumable() {
		return this.resumable;
	}

	void fail(String reason) {
		this.result.tryEmitError(new AnswerException(reason));
		cancel();
	}

	void cancel() {
		this.work.dispose();
		this.result.tryEmitError(new AnswerException("nobody waited for the answer"));
	}

}
