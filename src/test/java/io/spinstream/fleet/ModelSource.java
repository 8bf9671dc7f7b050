package io.spinstream.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Progress;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Computes answers that tell which computation of which run they come from, after some
 * time, or fails, or never ends by itself. The seed decides for each computation.
 */
final class ModelSource implements AnswerSource {

	static final String RUN = "run";

	private final ModelWorld world;

	private final ModelReplica replica;

	private final Scheduler timer;

	ModelSource(ModelWorld world, ModelReplica replica, Scheduler timer) {
		this.world = world;
		this.replica = replica;
		this.timer = timer;
	}

	@Override
	public Mono<Answer> compute(AnswerRequest request, Progress progress) {
		return Mono.defer(() -> {
			ModelRun run = this.world.runs().get(Integer.parseInt(request.parameters().get(RUN)) - 1);
			ModelComputation computation = run.compute(this.replica);
			progress.tell(computation.answer());
			return request.body()
				.map((body) -> new String(body, StandardCharsets.UTF_8))
				.defaultIfEmpty("")
				.doOnNext((body) -> this.world.check(body.equals(run.body()), "%s is asked for %s", run, body))
				.then(work(run, computation))
				.timeout(this.world.settings().answerTimeout(),
						Mono.error(() -> new AnswerException(Kind.TIMEOUT, "too late")), this.timer)
				.doOnTerminate(computation::end)
				.doOnCancel(() -> run.cancelled(computation));
		});
	}

	private Mono<Answer> work(ModelRun run, ModelComputation computation) {
		SplittableRandom random = this.world.random(run.number() * 10L + computation.number());
		long most = this.world.settings().answerTimeout().toMillis();
		Duration delay = Duration.ofMillis(random.nextLong(1 + (random.nextBoolean() ? most / 4 : most)));
		Answer answer = new Answer(computation.answer());
		return switch (random.nextInt(12)) {
			case 0 -> Mono.never();
			case 1 -> Mono.just(answer);
			case 2 -> Mono.error(() -> new AnswerException("no answer of " + computation.answer()));
			case 3 -> Mono.delay(delay, this.timer).then(Mono.empty());
			case 4 -> Mono.delay(delay, this.timer)
				.then(Mono.error(() -> new AnswerException("no late answer of " + computation.answer())));
			default -> Mono.delay(delay, this.timer).thenReturn(answer);
		};
	}

}
