package io.spinstream.supervisor;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Spins while an answer is being computed.
 */
@FunctionalInterface
public interface Supervisor {

	/**
	 * Show that an answer is on its way, then the answer.
	 * <p>
	 * Each subscriber gets {@code Started} at once, and the first frame unless the answer
	 * overtakes it, further frames in the style's cycle each interval, and as soon as the
	 * answer is known {@code Answer} (or {@code Failure}, if it failed or was empty) and
	 * completion; never an error signal. A subscriber that requests less than there is to
	 * show loses frames, nothing else, provided that it requests at least one update when
	 * it subscribes. Cancelling cancels the answer, and ends all threads and timers.
	 * @param spinner what is shown
	 * @param answer how the answer comes to be; subscribed to once for each subscriber
	 * @return the updates, one after the other, on threads of the supervisor's choice
	 */
	Flux<Update> supervise(Spinner spinner, Mono<String> answer);

}
