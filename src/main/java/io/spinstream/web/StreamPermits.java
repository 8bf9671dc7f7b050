package io.spinstream.web;

import java.util.concurrent.Semaphore;

import io.spinstream.run.Run;
import io.spinstream.run.Runs;
import io.spinstream.run.UnavailableException;

import org.springframework.stereotype.Component;

/**
 * Permits streams, up to the limits. A reader who comes back to a run is permitted beyond
 * them. For use by any thread.
 */
@Component
final class StreamPermits {

	/** The connection that a reader has lost may not be known to be dead yet. */
	private static final int READERS_BEYOND_LIMITS = 2;

	private final SpinstreamProperties limits;

	private final StreamMeters meters;

	private final Runs runs;

	private final Semaphore places;

	private final Semaphore threadPlaces;

	private volatile boolean closed;

	StreamPermits(SpinstreamProperties limits, StreamMeters meters, Runs runs) {
		this.limits = limits;
		this.meters = meters;
		this.runs = runs;
		this.places = new Semaphore(limits.maxStreams());
		this.threadPlaces = new Semaphore(limits.maxThreadStreams());
	}

	/**
	 * Permit a stream, and let its reader join the run.
	 * @param request what is asked for
	 * @param run the run
	 * @return the permit, to be released whatever becomes of the stream
	 * @throws UnavailableException if a limit is reached or the server is shutting down
	 */
	StreamPermit acquire(SpinRequest request, Run run) {
		boolean place = this.places.tryAcquire();
		boolean threadPlace = needsThreads(request) && this.threadPlaces.tryAcquire();
		try {
			check(request, run, place, threadPlace);
			join(run, place);
		}
		catch (UnavailableException refusal) {
			release(place, threadPlace);
			this.meters.ended(Outcome.REFUSED);
			throw refusal;
		}
		return permit(request, run, place, threadPlace);
	}

	private static boolean needsThreads(SpinRequest request) {
		return request.format().hasSpinner() && request.supervisor() == SupervisorKind.THREADS;
	}

	private void check(SpinRequest request, Run run, boolean place, boolean threadPlace) {
		refuseIf(this.closed, "the server is shutting down");
		refuseIf(!place && !(run.isKnown() && run.hasRoom(READERS_BEYOND_LIMITS)), streamsTaken());
		refuseIf(needsThreads(request) && !threadPlace && !run.isKnown(),
				"all %d streams of the supervisor 'threads' are taken, try again soon or take another one"
					.formatted(this.limits.maxThreadStreams()));
	}

	private static void refuseIf(boolean condition, String reason) {
		if (condition) {
			throw new UnavailableException(reason);
		}
	}

	private String streamsTaken() {
		return "all %d streams are taken, try again soon".formatted(this.limits.maxStreams());
	}

	private void join(Run run, boolean place) {
		refuseIf(!run.join(place ? Integer.MAX_VALUE : READERS_BEYOND_LIMITS), streamsTaken());
	}

	private StreamPermit permit(SpinRequest request, Run run, boolean place, boolean threadPlace) {
		SupervisorKind supervisor = (needsThreads(request) && !threadPlace) ? SupervisorKind.REACTIVE
				: request.supervisor();
		this.meters.opened(supervisor, request.format());
		if (run.isKnown()) {
			this.meters.resumed();
		}
		return new StreamPermit(supervisor, (outcome) -> {
			this.meters.closed(supervisor, request.format(), outcome);
			release(place, threadPlace);
			run.leave();
		});
	}

	private void release(boolean place, boolean threadPlace) {
		this.places.release(place ? 1 : 0);
		this.threadPlaces.release(threadPlace ? 1 : 0);
	}

	/**
	 * Refuse a stream that would not be permitted now. Takes no place.
	 * @param request what would be asked for
	 * @param run the run
	 * @throws UnavailableException if a limit is reached or the server is shutting down
	 */
	void check(SpinRequest request, Run run) {
		check(request, run, this.places.availablePermits() > 0, this.threadPlaces.availablePermits() > 0);
		if (!run.isKnown()) {
			this.runs.checkPlace();
		}
	}

	/**
	 * Permit streams again.
	 */
	void open() {
		this.closed = false;
	}

	/**
	 * Refuse all streams from now on.
	 */
	void close() {
		this.closed = true;
	}

}
