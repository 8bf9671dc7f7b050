package io.spinstream.web;

import java.util.function.Function;
import java.util.function.Supplier;

import io.spinstream.render.UpdateRenderer;
import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * A stream as the value that a controller returns.
 *
 * @param spinner what it shows
 * @param run the name of the run that it shows
 * @param progress tells the latest progress of the run
 * @param renderer the format
 * @param updates its updates, on a scheduler of a single thread. Subscribing takes a
 * place. If there is none, the first signal is an
 * {@link io.spinstream.run.UnavailableException}; a later error means that the response
 * is to be broken off. The place is given back at the end, and cancelling is an end. If
 * the subscription is made on the thread of the scheduler, no update comes on another
 * one.
 */
public record SpinStream(Spinner spinner, String run, Supplier<String> progress, UpdateRenderer renderer,
		Function<Scheduler, Flux<Update>> updates) {

	/**
	 * Begin to render updates.
	 * @return renders those of one subscriber
	 */
	public Screen screen() {
		return new Screen(this);
	}

}
