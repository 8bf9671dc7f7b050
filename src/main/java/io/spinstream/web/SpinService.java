package io.spinstream.web;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Life;
import io.spinstream.run.Run;
import io.spinstream.run.Runs;
import io.spinstream.run.UnavailableException;
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
	 * Find the run that a request is for and that its client joins next, or prepare a new
	 * one.
	 * @param request what is asked for
	 * @return the run, which has not begun if it is new; a {@link Refusal} if the run
	 * must be known and is not; an {@link io.spinstream.run.InvalidInputException} if an
	 * input of a new run breaks a rule; an {@link UnavailableException} if other replicas
	 * cannot be asked for a run that must be known
	 */
	Mono<Run> run(SpinRequest request) {
		return run(request, this.runs.findForReader(request.run().name()));
	}

	private Mono<Run> run(SpinRequest request, Mono<Run> known) {
		return request.run().mayBegin()
				? known.onErrorResume(UnavailableException.class, (unasked) -> Mono.empty())
					.switchIfEmpty(Mono.fromSupplier(() -> this.runs.create(request.answer(), life(request))))
				: orRefused(known);
	}

	private static Mono<Run> orRefused(Mono<Run> known) {
		return known.switchIfEmpty(Mono.error(Refusal::unknownRun));
	}

	/** A client that leaves before it knows the name cannot come back. */
	private static Life life(SpinRequest request) {
		return (request.isStreamed() && request.format() == Format.SSE) ? Life.RESUMABLE : Life.WHILE_READ;
	}

	/**
	 * Find a run.
	 * @param name the name of the run
	 * @return the run; a {@link Refusal} if it is not known; an
	 * {@link UnavailableException} if other replicas cannot be asked
	 */
	Mono<Run> known(String name) {
		return orRefused(this.runs.findAnywhere(name));
	}

	/**
	 * Describe a stream. Nothing begins before its updates are subscribed to.
	 * @param request what is asked for
	 * @param run the run of the request
	 * @return the stream
	 */
	SpinStream stream(SpinRequest request, Run run) {
		return new SpinStream(request.spinner(), run.name(), () -> run.progress().latest(), request.format().renderer(),
				(scheduler) -> updates(request, run, scheduler));
	}

	private Flux<Update> updates(SpinRequest request, Run run, Scheduler scheduler) {
		return Flux.using(() -> this.permits.acquire(request, run),
				(permit) -> permit
					.observe(hasBegun(request, run).thenMany(this.supervisors.find(permit.supervisor(), scheduler)
						.supervise(request.spinner(), outcome(request, run))
						.doOnNext((update) -> startWith(update, run)))),
				StreamPermit::release);
	}

	/**
	 * A new run begins when its inputs are complete. The inputs of a client that joins a
	 * run are ignored.
	 */
	private static Mono<Void> hasBegun(SpinRequest request, Run run) {
		return run.isKnown() ? Mono.empty() : request.answer().body().then(run.begin());
	}

	/**
	 * The client learns the name next, though the supervisor may not wait for the answer
	 * yet.
	 */
	private static void startWith(Update update, Run run) {
		if (update instanceof Update.Started) {
			run.start();
		}
	}

	private static Mono<Update> outcome(SpinRequest request, Run run) {
		return run.answer()
			.<Update>map((answer) -> new Update.Answer(answer.summary()))
			.onErrorResume(AnswerException.class, (failure) -> end(request, failure));
	}

	/** A client that reconnects by itself gets no end, so that it reconnects. */
	private static Mono<Update> end(SpinRequest request, AnswerException failure) {
		return (failure.kind() == Kind.MOVED && request.format() == Format.SSE) ? Mono.error(failure)
				: Mono.just(new Update.Failure(failure.reason()));
	}

	/**
	 * Describe the answer alone.
	 * @param request what is asked for
	 * @param run the run of the request
	 * @return the answer or an {@link AnswerException}; nothing if the client has waited
	 * as long as it prefers, and the run then goes on without a reader. Subscribing takes
	 * a place, as that of a stream does
	 */
	Mono<Answer> answer(SpinRequest request, Run run) {
		return Mono.using(() -> this.permits.acquire(request, run),
				(permit) -> permit.observe(hasBegun(request, run).then(Mono.defer(() -> answer(run, request)))),
				StreamPermit::release);
	}

	private static Mono<Answer> answer(Run run, SpinRequest request) {
		Preference preference = request.preference();
		if (!preference.admitsAccepted(request.format()) || run.hasEnded()) {
			return run.answer();
		}
		if (preference.isForAcceptedAtOnce(request.format())) {
			run.start();
			return detached(run);
		}
		return run.answer().timeout(preference.patience().orElseThrow(), Mono.defer(() -> detached(run)));
	}

	private static Mono<Answer> detached(Run run) {
		return run.detach().then(Mono.empty());
	}

	/**
	 * Refuse a request if there is no place for it now.
	 * @param request what would be asked for
	 * @return the run that it would get, which has not begun if it is new; what
	 * {@code run} fails with; an {@link UnavailableException} if there is no place
	 */
	Mono<Run> check(SpinRequest request) {
		return run(request, this.runs.findAnywhere(request.run().name()))
			.doOnNext((run) -> this.permits.check(request, run));
	}

}
