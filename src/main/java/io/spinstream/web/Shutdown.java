package io.spinstream.web;

import java.util.concurrent.TimeUnit;

import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Runs;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Ends streams before the web server stops: new ones are refused at once, and open ones
 * that have no answer after a grace get a reason.
 */
@Component
final class Shutdown implements SmartLifecycle {

	private static final long GRACE_SECONDS = 4;

	private final StreamPermits permits;

	private final Runs runs;

	private Disposable end = Disposables.disposed();

	private volatile boolean running;

	Shutdown(StreamPermits permits, Runs runs) {
		this.permits = permits;
		this.runs = runs;
	}

	@Override
	public void start() {
		this.end.dispose();
		this.permits.open();
		this.running = true;
	}

	/** The web server waits for the open streams, so this does not. */
	@Override
	public void stop() {
		this.running = false;
		this.permits.close();
		AnswerException reason = new AnswerException(Kind.SHUTDOWN, "the server is shutting down");
		this.end = Schedulers.parallel().schedule(() -> this.runs.fail(reason), GRACE_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
