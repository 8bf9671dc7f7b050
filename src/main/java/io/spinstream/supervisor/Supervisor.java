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
	 * Show that an answer is on its way, then how it ended.
	 * <p>
	 * Each subscriber gets {@code Started} at once; then the first frame, unless the
	 * outcome is known before it; then a frame for each interval, in the order of the
	 * style's cycle; and as soon as it is known the outcome, and completion. An error of
	 * the outcome is passed on. If a subscriber requests too few updates, it loses
	 * frames, but never the outcome; it must request at least one update when it
	 * subscribes. Cancelling cancels the outcome and ends all threads and timers.
	 * @param spinner what is shown
	 * @param outcome exactly one update, {@code Answer} or {@code Failure}; subscribed to
	 * once for each subscriber
	 * @return the updates, one after the other, on threads of the supervisor's choice
	 */
	Flux<Update> supervise(Spinner spinner, Mono<Update> outcome);

}
