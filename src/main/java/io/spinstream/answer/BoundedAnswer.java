package io.spinstream.answer;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.DroppedErrors;
import io.spinstream.run.Progress;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Puts a timeout, a number of permits and a timer around any source. The time that a
 * computation waits for a permit counts.
 */
public final class BoundedAnswer implements AnswerSource {

	private final AnswerSource source;

	private final Duration timeout;

	private final Scheduler timer;

	private final Mono<Answer> late;

	private final PermitQueue permits;

	private final Timer answered;

	private final Timer failed;

	private final Timer timedOut;

	private final Timer cancelled;

	/**
	 * Bound a source.
	 * @param source computes the answers
	 * @param timeout after which a computation fails
	 * @param maxConcurrent how many computations are made at a time; others wait
	 * @param meters where the time of each computation is recorded
	 * @param timer measures the timeout
	 */
	public BoundedAnswer(AnswerSource source, Duration timeout, int maxConcurrent, MeterRegistry meters,
			Scheduler timer) {
		String reason = "no answer within " + timeout.toString().substring(2).toLowerCase(Locale.ROOT);
		this.source = source;
		this.timeout = timeout;
		this.timer = timer;
		this.late = Mono.error(() -> new AnswerException(Kind.TIMEOUT, reason));
		this.permits = new PermitQueue(maxConcurrent);
		this.answered = timer("answered", meters);
		this.failed = timer("failed", meters);
		this.timedOut = timer("timeout", meters);
		this.cancelled = timer("cancelled", meters);
	}

	private static Timer timer(String outcome, MeterRegistry meters) {
		return Timer.builder("spinstream.answer")
			.description("Time from the beginning of a run to its outcome")
			.tag("outcome", outcome)
			.register(meters);
	}

	@Override
	public void check(AnswerRequest request) {
		this.source.check(request);
	}

	@Override
	public List<String> parameters() {
		return this.source.parameters();
	}

	@Override
	public Mono<Answer> compute(AnswerRequest request, Progress progress) {
		return Mono.defer(() -> {
			Timer.Sample sample = Timer.start();
			return this.permits.guard(Mono.defer(() -> this.source.compute(request, progress)), progress)
				.timeout(this.timeout, this.late, this.timer)
				.doOnSuccess((answer) -> sample.stop((answer != null) ? this.answered : this.failed))
				.doOnError((failure) -> sample.stop(isLate(failure) ? this.timedOut : this.failed))
				.doOnCancel(() -> sample.stop(this.cancelled))
				.contextWrite(DroppedErrors.UNWANTED);
		});
	}

	private static boolean isLate(Throwable failure) {
		return failure instanceof AnswerException explained && explained.kind() == Kind.TIMEOUT;
	}

}
