package io.spinstream.fleet;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.spinstream.run.AnswerRequest;
import io.spinstream.run.Fleet;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import io.spinstream.run.Work;
import reactor.core.publisher.Mono;

/**
 * A fleet that knows runs by other names than the registry does: names that are the same
 * in each repetition of a test, as the random ones are not.
 */
final class NamedFleet implements Fleet {

	private final Fleet fleet;

	private final UnaryOperator<String> names;

	private final UnaryOperator<String> randomNames;

	/**
	 * Rename runs.
	 * @param fleet the fleet
	 * @param names gives the name in the fleet
	 * @param randomNames gives the name in the registry
	 */
	NamedFleet(Fleet fleet, UnaryOperator<String> names, UnaryOperator<String> randomNames) {
		this.fleet = fleet;
		this.names = names;
		this.randomNames = randomNames;
	}

	@Override
	public void start(Function<String, Optional<Outcome>> kept) {
		this.fleet.start((name) -> kept.apply(this.randomNames.apply(name)));
	}

	@Override
	public Work create(String run, AnswerRequest request, Life life) {
		return this.fleet.create(this.names.apply(run), request, life);
	}

	@Override
	public Mono<Found> find(String run) {
		return this.fleet.find(this.names.apply(run));
	}

	@Override
	public int followed() {
		return this.fleet.followed();
	}

	@Override
	public Mono<Void> settle() {
		return this.fleet.settle();
	}

	@Override
	public Mono<Void> leave() {
		return this.fleet.leave();
	}

	@Override
	public boolean isUp() {
		return this.fleet.isUp();
	}

	@Override
	public void close() {
		this.fleet.close();
	}

}
