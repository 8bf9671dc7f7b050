package io.spinstream.web;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.stereotype.Component;

/**
 * Admits streams, up to the limits. For use by any thread.
 */
@Component
final class Streams {

	private final SpinstreamProperties limits;

	private final StreamMeters meters;

	private final Semaphore places;

	private final Semaphore threadPlaces;

	private volatile boolean closing;

	Streams(SpinstreamProperties limits, StreamMeters meters) {
		this.limits = limits;
		this.meters = meters;
		this.places = new Semaphore(limits.maxStreams());
		this.threadPlaces = new Semaphore(limits.maxThreadStreams());
	}

	/**
	 * Admit a stream.
	 * @param supervisor who will spin
	 * @param format what is written
	 * @return the stream, to be closed by the caller whatever becomes of it
	 * @throws Refusal if a limit is reached or the server is shutting down
	 */
	OpenStream open(SupervisorKind supervisor, Format format) {
		try {
			take(supervisor);
		}
		catch (Refusal refusal) {
			this.meters.ended(Outcome.REFUSED);
			throw refusal;
		}
		AtomicInteger gauge = this.meters.open(supervisor, format);
		gauge.incrementAndGet();
		return new OpenStream((outcome) -> {
			gauge.decrementAndGet();
			this.meters.ended(outcome);
			giveBack(supervisor);
		});
	}

	/**
	 * Refuse what would not be admitted now, for those who only ask.
	 * @param supervisor who would spin
	 * @throws Refusal if a limit is reached or the server is shutting down
	 */
	void check(SupervisorKind supervisor) {
		take(supervisor);
		giveBack(supervisor);
	}

	private void take(SupervisorKind supervisor) {
		if (this.closing) {
			throw Refusal.busy("the server is shutting down");
		}
		if (!this.places.tryAcquire()) {
			throw Refusal.busy("all %d streams are taken, try again soon".formatted(this.limits.maxStreams()));
		}
		if (supervisor == SupervisorKind.THREADS && !this.threadPlaces.tryAcquire()) {
			this.places.release();
			throw Refusal
				.busy("all %d streams of the supervisor 'threads' are taken, try again soon or take another one"
					.formatted(this.limits.maxThreadStreams()));
		}
	}

	private void giveBack(SupervisorKind supervisor) {
		this.places.release();
		this.threadPlaces.release((supervisor == SupervisorKind.THREADS) ? 1 : 0);
	}

	/**
	 * Refuse all streams from now on.
	 */
	void close() {
		this.closing = true;
	}

}
