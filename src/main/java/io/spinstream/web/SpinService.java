package io.spinstream.web;

import java.util.Optional;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.Run;
import io.spinstream.run.Runs;
import io.spinstream.spinner.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.stereotype.Component;

/**
 * Begins runs or joins them, and puts supervisors beside them.
 */
@Component
final class SpinService {

	private final Runs runs;

	private final StreamPermits permits;

	private final Supervisors supervisors;

	SpinService(Runs runs, StreamPermits permits, Supervisors supervisors) {
		this.runs = runs;
		this.permits = permits;
		this.supervisors = supervisors;
	}

	/**
	 * Describe a stream. Nothing begins before its updates are subscribed to.
	 * @param request what is asked for
	 * @return the stream
	 */
	SpinStream stream(SpinRequest request) {
		Run run = run(request);
		return new SpinStream(request.spinner(), run.name(), request.format().renderer(),
				(scheduler) -> updates(request, run, scheduler));
	}

	private Run run(SpinRequest request) {
		return this.runs.find(request.lastEventId())
			.orElseGet(() -> this.runs.create(request.answer(), request.format() == Format.SSE));
	}

	private Flux<Update> updates(SpinRequest request, Run run, Scheduler scheduler) {
		return Flux.using(() -> this.permits.acquire(request, run), (permit) -> permit
			.observe(this.supervisors.find(permit.supervisor(), scheduler).supervise(request.spinner(), outcome(run))),
				StreamPermit::release);
	}

	private static Mono<Update> outcome(Run run) {
		return run.answer()
			.<Update>map((answer) -> new Update.Answer(answer.text()))
			.onErrorResume(AnswerException.class, (failure) -> Mono.just(new Update.Failure(failure.reason())));
	}

	/**
	 * Describe the answer alone.
	 * @param request what is asked for
	 * @return the answer or an {@link AnswerException}; subscribing takes a place, as
	 * that of a stream does
	 */
	Mono<Answer> answer(SpinRequest request) {
		Run run = run(request);
		return Mono.using(() -> this.permits.acquire(request, run), (permit) -> permit.observe(run.answer()),
				StreamPermit::release);
	}

	/**
	 * Refuse a request if there is no place for it now.
	 * @param request what would be asked for
	 * @throws io.spinstream.run.UnavailableException if there is no place
	 */
	void check(SpinRequest request) {
		Optional<Run> known = this.runs.find(request.lastEventId());
		this.permits.check(request, known.orElseGet(() -> this.runs.create(request.answer(), false)));
	}

}
