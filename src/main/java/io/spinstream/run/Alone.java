package io.spinstream.run;

import java.util.Optional;
import java.util.function.Function;

import reactor.core.publisher.Mono;

/**
 * A replica without others.
 */
final class Alone implements Fleet {

	private final AnswerSource source;

	Alone(AnswerSource source) {
		this.source = source;
	}

	@Override
	public void start(Function<String, Optional<Outcome>> kept) {
	}

	@Override
	public Work create(String run, AnswerRequest request, Life life) {
		return new OwnWork(this.source, request, life);
	}

	@Override
	public Mono<Found> find(String run) {
		return Mono.empty();
	}

	@Override
	public int followed() {
		return 0;
	}

	@Override
	public Mono<Void> settle() {
		return Mono.empty();
	}

	@Override
	public Mono<Void> leave() {
		return Mono.empty();
	}

	@Override
	public boolean isUp() {
		return true;
	}

	@Override
	public void close() {
	}

	/** Work that nobody else knows of. */
	private static final class OwnWork implements Work {

		private final AnswerSource source;

		private final AnswerRequest request;

		private volatile Life life;

		OwnWork(AnswerSource source, AnswerRequest request, Life life) {
			this.source = source;
			this.request = request;
			this.life = life;
		}

		@Override
		public Mono<Answer> answer(Progress progress) {
			return this.source.compute(this.request, progress);
		}

		@Override
		public Mono<Void> begin() {
			return Mono.empty();
		}

		@Override
		public Life life() {
			return this.life;
		}

		@Override
		public Mono<Void> detach() {
			this.life = Life.DETACHED;
			return Mono.empty();
		}

		@Override
		public Mono<Boolean> release() {
			return Mono.just(true);
		}

		@Override
		public Mono<Boolean> stop() {
			return Mono.just(true);
		}

		@Override
		public void end(AnswerException failure) {
		}

		@Override
		public boolean isHandedOver() {
			return false;
		}

	}

}
