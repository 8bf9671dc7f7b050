package io.spinstream.run;

import io.spinstream.run.AnswerException.Kind;
import reactor.core.publisher.Mono;

/**
 * One computation of one answer, as a reader sees it.
 */
public final class Run {

	private final Runs registry;

	private final String name;

	private final boolean known;

	private volatile Computation computation;

	Run(Runs registry, String name, boolean known, Computation computation) {
		this.registry = registry;
		this.name = name;
		this.known = known;
		this.computation = computation;
	}

	/**
	 * Return the name of this run.
	 * @return 128 random bits in base64url: whoever knows them may have the answer
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Tell whether this run has begun.
	 * @return {@code false} if it is a new one, whose work has not started
	 */
	public boolean isKnown() {
		return this.known || this.computation.isStarted();
	}

	/**
	 * Add a reader, which begins a run that is new. To be followed by {@link #leave()}.
	 * @param mostReaders how many readers the run may have, this one included
	 * @return whether the reader was added
	 * @throws UnavailableException if the run is new and there are too many runs
	 */
	public boolean join(int mostReaders) {
		return this.registry.join(this, mostReaders);
	}

	/**
	 * Tell whether a reader could join now.
	 * @param mostReaders how many readers the run may have, the new one included
	 * @return {@code false} if it has that many already
	 */
	public boolean hasRoom(int mostReaders) {
		return this.registry.hasRoom(this, mostReaders);
	}

	/**
	 * Remove a reader.
	 */
	public void leave() {
		this.registry.leave(this);
	}

	/**
	 * Let other replicas know of a run that is new. A reader has joined it, its inputs
	 * are complete, and its work has not started.
	 * @return completion when the name may be told: a reader that comes with it to
	 * another replica finds the run
	 */
	public Mono<Void> begin() {
		return this.computation.source().begin();
	}

	/**
	 * Start the work, unless it was started. To be called before {@code Started} or a 202
	 * tells the name: a run whose work has not started ends with its reader.
	 */
	public void start() {
		this.computation.start();
	}

	/**
	 * Return the answer. The first subscriber starts the work, if nobody has. A
	 * subscriber that cancels does not stop it.
	 * @return the answer, or an {@link AnswerException}
	 */
	public Mono<Answer> answer() {
		return this.computation.answer();
	}

	/**
	 * Return where the work is.
	 * @return the progress that the work tells
	 */
	public Progress progress() {
		return this.computation.progress();
	}

	/**
	 * Let this run go on until it ends by itself, read or not. Its work must have been
	 * started.
	 * @return completion when it is so
	 */
	public Mono<Void> detach() {
		return this.registry.detach(this);
	}

	/**
	 * Stop the work at once. Readers get an {@link AnswerException}. A run that has ended
	 * keeps its outcome.
	 * @return completion when the work is stopped, or about to be by another replica
	 */
	public Mono<Void> stop() {
		return this.computation.stop(new AnswerException(Kind.STOPPED, "stopped"));
	}

	/**
	 * Tell whether this run has ended.
	 * @return {@code false} if it is being computed, or is new
	 */
	public boolean hasEnded() {
		return this.computation.hasEnded();
	}

	/**
	 * Wait for the end, without being a reader.
	 * @return completion when the run has ended, however it did
	 */
	public Mono<Void> end() {
		return this.computation.end();
	}

	Computation computation() {
		return this.computation;
	}

	/**
	 * Read the same run as others do here.
	 * @param shared what they read
	 */
	void share(Computation shared) {
		this.computation = shared;
	}

}
