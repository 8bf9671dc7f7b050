package io.spinstream.fleet;

import java.util.List;

import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the replicas share, as one of them sees it: the state of each run, and which
 * replicas are alive. A key stands for the name of a run, which cannot be found from it.
 *
 * <p>
 * A token counts the computations of a run. A replica owns the run with the token that it
 * got, until another one gets a higher token; what it says with a lower one is refused.
 *
 * <p>
 * Each operation is one atomic step of the store and may be repeated: the same call has
 * the same result. It starts when it is subscribed to, fails if the store does not answer
 * within a second, and signals on a thread that must not be blocked. Everything that is
 * written is forgotten by itself after a time that the store measures.
 */
public interface RunStore extends AutoCloseable {

	/**
	 * Return who this replica is.
	 * @return random letters and digits, different for each start of the process
	 */
	String replica();

	/**
	 * Begin a run, or begin it again if the store may have lost it.
	 * @param key a key
	 * @param token the token of this replica: 1, or what it got by a claim
	 * @param inputs what another replica needs to compute the run
	 * @return {@code false} if another replica has begun the run or owns it; a run of
	 * this replica that is known stays as it is, ended or not
	 */
	Mono<Boolean> begin(String key, long token, Inputs inputs);

	/**
	 * Look at a run. If it is being computed, it counts as read here for the resume
	 * window.
	 * @param key a key
	 * @return its state, {@link RunState.Unknown} too
	 */
	Mono<RunState> look(String key);

	/**
	 * Take over a run from a replica that is gone.
	 * @param key a key
	 * @param token the token that was seen
	 * @param isLoss whether that counts as a loss: the replica has not left in good order
	 * @return the inputs and the new token, which is the next one; nothing if the run has
	 * ended or somebody else has taken it
	 */
	Mono<Claim> claim(String key, long token, boolean isLoss);

	/**
	 * Tell where the work is.
	 * @param key a key
	 * @param token the token of this replica
	 * @param text the progress
	 * @return {@code false} if another replica owns the run, or it has ended
	 */
	Mono<Boolean> progress(String key, long token, String text);

	/**
	 * Change what becomes of a run that nobody reads.
	 * @param key a key
	 * @param life the new life. It stays that of the run if it is taken over
	 * @return {@code false} if the run is not being computed
	 */
	Mono<Boolean> live(String key, Life life);

	/**
	 * End a run. A run that is unknown is written anew, since the store may have lost it.
	 * @param key a key
	 * @param token the token of this replica
	 * @param outcome how it ended
	 * @return {@code false} if there is another outcome, or another replica owns the run;
	 * {@code true} again for the same outcome with the same token
	 */
	Mono<Boolean> finish(String key, long token, Outcome outcome);

	/**
	 * Forget a run that nobody reads.
	 * @param key a key
	 * @param token the token of this replica
	 * @return {@code false} if another replica reads it or owns it, if it lives without
	 * readers ({@link Life#DETACHED}), or if it has ended or is unknown
	 */
	Mono<Boolean> drop(String key, long token);

	/**
	 * Stop a run, whoever owns it. It ends with the failure that a client stopped it.
	 * @param key a key
	 * @return the state before
	 */
	Mono<RunState> stop(String key);

	/**
	 * Tell a replica that a run of its own was stopped.
	 * @param replica who computes it
	 * @param key a key
	 * @return completion
	 */
	Mono<Void> tellStopped(String replica, String key);

	/**
	 * Take the runs of this replica that others have stopped.
	 * @return the keys since the last call
	 */
	Mono<List<String>> takeStopped();

	/**
	 * Tell whether a replica is alive.
	 * @param replica the replica
	 * @return its lease
	 */
	Mono<Lease> lease(String replica);

	/**
	 * Renew the lease of this replica.
	 * @return {@code false} if it had lapsed: others may have taken its runs over, or the
	 * store has lost all
	 */
	Mono<Boolean> renew();

	/**
	 * Give the lease of this replica back. That is known for as long as a run that it has
	 * begun.
	 * @return completion
	 */
	Mono<Void> leave();

	/**
	 * Watch the connection to the store.
	 * @return an element each time it is made, the first time included
	 */
	Flux<Boolean> connections();

	/**
	 * Close the connection, and end its threads.
	 */
	@Override
	void close();

}
