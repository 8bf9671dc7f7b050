package io.spinstream.run;

import reactor.core.publisher.Mono;

/**
 * What brings the outcome of one run to its readers here: it computes the answer, or
 * waits for another replica to do so. For use by any thread.
 */
public interface Work {

	/**
	 * Describe the work.
	 * @param progress where the work may tell how far it is
	 * @return the answer. Subscribed to at most once, and cancelled only after
	 * {@link #end(AnswerException)}
	 */
	Mono<Answer> answer(Progress progress);

	/**
	 * Let other replicas know of a new run, before its work starts.
	 * @return completion when its name may be told
	 */
	Mono<Void> begin();

	/**
	 * Tell what becomes of the run when nobody reads it here.
	 * @return the life of now
	 */
	Life life();

	/**
	 * Let the run go on until it ends by itself, read or not.
	 * @return completion when all replicas know it
	 */
	Mono<Void> detach();

	/**
	 * Let the run end for lack of a reader here.
	 * @return {@code false} if it must go on for readers elsewhere
	 */
	Mono<Boolean> release();

	/**
	 * Stop the run on all replicas.
	 * @return {@code false} if it need not be stopped here too: this replica does not
	 * compute it, or it has ended
	 */
	Mono<Boolean> stop();

	/**
	 * Learn that the run has ended here before its work has. The work may not have
	 * started; it is cancelled next.
	 * @param failure what readers here get
	 */
	void end(AnswerException failure);

	/**
	 * Tell whether another replica goes on with the run when this one shuts down.
	 * @return {@code false} if readers elsewhere must get a failure
	 */
	boolean isHandedOver();

}
