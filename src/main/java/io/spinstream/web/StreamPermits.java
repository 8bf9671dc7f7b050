package io.spinstream.web;

import java.util.concurrent.Semaphore;

import io.spinstream.run.Run;
import io.spinstream.run.Runs;
import io.spinstream.run.UnavailableException;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Permits streams, up to the limits. A reader who comes back to a run is permitted beyond
 * them. For use by any thread.
 */
@Component
final class StreamPermits {

	/** The connection that a reader has lost may not be known to be dead yet. */
	private static final int READERS_BEYOND_LIMITS = 2;

	private final StreamMeters meters;

	private final Runs runs;

	private final Semaphore streams;

	private final Semaphore threadStreams;

	private final ClientPlaces clients;

	private final String streamsTaken;

	private final String threadStreamsTaken;

	private volatile boolean closed;

	StreamPermits(SpinstreamProperties limits, StreamMeters meters, Runs runs) {
		this.meters = meters;
		this.runs = runs;
		this.streams = new Semaphore(limits.maxStreams());
		this.threadStreams = new Semaphore(limits.maxThreadStreams());
		this.clients = new ClientPlaces(limits.maxStreamsPerClient());
		this.streamsTaken = "all %d streams are taken, try again soon".formatted(limits.maxStreams());
		this.threadStreamsTaken = "all %d streams of the supervisor 'threads' are taken, try again soon or take another one"
			.formatted(limits.maxThreadStreams());
	}

	/**
	 * Permit a stream, and let its reader join the run.
	 * @param request what is asked for
	 * @param run the run
	 * @return the permit, to be released whatever becomes of the stream
	 * @throws UnavailableException if a limit is reached or the server is shutting down
	 * @throws Refusal if the client has reached its own limit
	 */
	StreamPermit acquire(SpinRequest request, Run run) {
		Places places = new Places(this.streams.tryAcquire(), request.needsThreads() && this.threadStreams.tryAcquire(),
				this.clients.tryAcquire(request.client()));
		try {
			check(request, run, places);
			refuseIf(!run.join(places.mostReaders()), this.streamsTaken);
		}
		catch (UnavailableException | Refusal refusal) {
			release(places);
			if (places.client()) {
				this.clients.release(request.client());
			}
			this.meters.ended(StreamEnd.REFUSED);
			throw refusal;
		}
		return permit(request, run, places);
	}

	private void check(SpinRequest request, Run run, Places places) {
		boolean comesBack = run.isKnown() && run.hasRoom(READERS_BEYOND_LIMITS);
		refuseIf(this.closed && !run.hasEnded(), "the server is shutting down");
		if (!places.client() && !comesBack) {
			throw Refusal.tooMany("all %d streams of this client are taken, try again when one of them has ended"
				.formatted(this.clients.most()));
		}
		refuseIf(!places.stream() && !comesBack, this.streamsTaken);
		refuseIf(request.needsThreads() && !places.thread() && !run.isKnown(), this.threadStreamsTaken);
	}

	private static void refuseIf(boolean condition, String reason) {
		if (condition) {
			throw new UnavailableException(reason);
		}
	}

	private StreamPermit permit(SpinRequest request, Run run, Places places) {
		SupervisorKind supervisor = (request.needsThreads() && !places.thread()) ? SupervisorKind.REACTIVE
				: request.supervisor();
		boolean isNew = !run.isKnown();
		this.meters.opened(supervisor, request.format());
		if (!isNew) {
			this.meters.resumed();
		}
		return new StreamPermit(supervisor, (outcome) -> {
			release(places);
			run.leave();
			this.meters.closed(supervisor, request.format(), outcome);
			if (places.client() && this.clients.isLimited()) {
				releaseClient(request.client(), isNew ? run.end() : Mono.empty());
			}
		});
	}

	private void release(Places places) {
		this.streams.release(places.stream() ? 1 : 0);
		this.threadStreams.release(places.thread() ? 1 : 0);
	}

	/** A client that began a run keeps its place until the run has ended. */
	private void releaseClient(String client, Mono<Void> end) {
		end.subscribe(null, null, () -> this.clients.release(client));
	}

	/**
	 * Refuse a stream that would not be permitted now. Takes no place.
	 * @param request what would be asked for
	 * @param run the run
	 * @throws UnavailableException if a limit is reached or the server is shutting down
	 * @throws Refusal if the client has reached its own limit
	 */
	void check(SpinRequest request, Run run) {
		check(request, run, new Places(this.streams.availablePermits() > 0, this.threadStreams.availablePermits() > 0,
				this.clients.hasRoom(request.client())));
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
	 * Refuse all streams from now on, except those of runs that have ended.
	 */
	void close() {
		this.closed = true;
	}

	/** The places that a stream has got, of those that it needs. */
	private record Places(boolean stream, boolean thread, boolean client) {

		int mostReaders() {
			return (this.stream && this.client) ? Integer.MAX_VALUE : READERS_BEYOND_LIMITS;
		}

	}

}
