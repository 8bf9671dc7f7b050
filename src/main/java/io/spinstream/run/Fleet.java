package io.spinstream.run;

import java.util.Optional;
import java.util.function.Function;

import reactor.core.publisher.Mono;

/**
 * What the registries of several replicas know of each other's runs. For use by any
 * thread.
 */
public interface Fleet extends AutoCloseable {

	/**
	 * Begin to be one of several.
	 * @param kept finds the outcome of a run that has ended here, by its name
	 */
	void start(Function<String, Optional<Outcome>> kept);

	/**
	 * Prepare the work of a new run. Nothing happens before it is subscribed to.
	 * @param run the name of the run
	 * @param request the inputs
	 * @param life what becomes of the run when nobody reads it
	 * @return the work
	 */
	Work create(String run, AnswerRequest request, Life life);

	/**
	 * Find a run that is not known here.
	 * @param run a name, which may be malformed
	 * @return what the others know; nothing if they do not know the run; an
	 * {@link UnavailableException} if they cannot be asked
	 */
	Mono<Found> find(String run);

	/**
	 * Count the runs whose outcome comes from other replicas.
	 * @return the number of those whose work has started here and has not ended
	 */
	int followed();

	/**
	 * Wait for the runs that are computed here and that the others may ask for.
	 * @return completion when all have ended, or cannot be told of; at once if there are
	 * no others
	 */
	Mono<Void> settle();

	/**
	 * Leave the others, who take over the runs of this replica.
	 * @return completion when they know it, or cannot be told
	 */
	Mono<Void> leave();

	/**
	 * Tell whether the others can be asked now.
	 * @return {@code true} if there are no others
	 */
	boolean isUp();

	/**
	 * Free all threads and connections.
	 */
	@Override
	void close();

	/** What other replicas know of a run. */
	sealed interface Found {

		/**
		 * The run has ended.
		 *
		 * @param outcome how
		 */
		record Ended(Outcome outcome) implements Found {
		}

		/**
		 * The run is being computed.
		 *
		 * @param work waits for its outcome
		 * @param progress where it is
		 * @param isAbandoned whether the replica that computed it is gone. Whoever starts
		 * the work takes the run over
		 */
		record Running(Work work, String progress, boolean isAbandoned) implements Found {
		}

	}

}
