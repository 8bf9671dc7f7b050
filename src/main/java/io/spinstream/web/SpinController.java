package io.spinstream.web;

import java.net.URI;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.Run;
import io.spinstream.spinner.TerminalText;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP API.
 */
@RestController
final class SpinController {

	static final String PATH = "/spin";

	/** The variable of a path that names a run. */
	static final String RUN = "run";

	private static final String RUN_PATH = PATH + "/{" + RUN + "}";

	private static final String POLL_SECONDS = "1";

	private final SpinService service;

	SpinController(SpinService service) {
		this.service = service;
	}

	@RequestMapping(path = PATH, method = { RequestMethod.GET, RequestMethod.HEAD, RequestMethod.POST })
	Mono<ResponseEntity<Object>> spin(SpinRequest request, ServerHttpRequest http) {
		if (request.run().hasSeenEnd()) {
			return Mono.just(ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build());
		}
		if (http.getMethod() == HttpMethod.HEAD) {
			return this.service.check(request).flatMap((run) -> head(request, run, http));
		}
		Mono<Run> run = this.service.run(request);
		return request.isStreamed() ? run.map((found) -> stream(request, found, http))
				: run.flatMap((found) -> answer(request, found, http));
	}

	private Mono<ResponseEntity<Object>> head(SpinRequest request, Run run, ServerHttpRequest http) {
		if (request.preference().isForAcceptedAtOnce(request.format()) && !run.hasEnded()) {
			return Mono.just(pending().header(Preference.APPLIED, request.preference().applied()).build());
		}
		return (request.isStreamed() || !run.hasEnded()) ? Mono.just(ok(request).build())
				: run.answer()
					.map((answer) -> answered(answer, request, run, http))
					.onErrorResume(AnswerException.class, (failure) -> failed(failure, request, run, http));
	}

	@RequestMapping(path = RUN_PATH, method = { RequestMethod.GET, RequestMethod.HEAD })
	Mono<ResponseEntity<Object>> join(SpinRequest request, ServerHttpRequest http) {
		return spin(request, http);
	}

	private ResponseEntity<Object> stream(SpinRequest request, Run run, ServerHttpRequest http) {
		return ok(request).header(HttpHeaders.CONTENT_LOCATION, path(run, http))
			.body(this.service.stream(request, run));
	}

	private static ResponseEntity.BodyBuilder ok(SpinRequest request) {
		return ResponseEntity.ok()
			.contentType(request.format().mediaType())
			.cacheControl(CacheControl.noStore())
			.header("X-Accel-Buffering", "no");
	}

	private static String path(Run run, ServerHttpRequest http) {
		return http.getPath().contextPath().value() + PATH + "/" + run.name();
	}

	private Mono<ResponseEntity<Object>> answer(SpinRequest request, Run run, ServerHttpRequest http) {
		return this.service.answer(request, run)
			.map((answer) -> answered(answer, request, run, http))
			.onErrorResume(AnswerException.class, (failure) -> failed(failure, request, run, http))
			.switchIfEmpty(Mono.fromSupplier(() -> accepted(run, http, request.preference())));
	}

	private ResponseEntity<Object> answered(Answer answer, SpinRequest request, Run run, ServerHttpRequest http) {
		return request.format().hasSpinner() ? stream(request, run, http)
				: ok(request).header(HttpHeaders.CONTENT_LOCATION, path(run, http))
					.body(new AnswerBody(JsonAnswer.of(answer)));
	}

	private Mono<ResponseEntity<Object>> failed(AnswerException failure, SpinRequest request, Run run,
			ServerHttpRequest http) {
		return request.format().hasSpinner() ? Mono.just(stream(request, run, http))
				: Mono.error(Refusal.failed(failure));
	}

	private static ResponseEntity<Object> accepted(Run run, ServerHttpRequest http, Preference preference) {
		String path = path(run, http);
		return pending().header(Preference.APPLIED, preference.applied())
			.location(URI.create(path))
			.body(AcceptedBody.of(run, path));
	}

	private static ResponseEntity.BodyBuilder pending() {
		return ResponseEntity.accepted()
			.contentType(MediaType.APPLICATION_JSON)
			.cacheControl(CacheControl.noStore())
			.header(HttpHeaders.RETRY_AFTER, POLL_SECONDS);
	}

	/** The answer as its source gave it. */
	@RequestMapping(path = RUN_PATH + "/answer", method = { RequestMethod.GET, RequestMethod.HEAD })
	Mono<ResponseEntity<Object>> download(@PathVariable(RUN) String name, ServerHttpRequest http) {
		return this.service.known(name).flatMap((run) -> download(run, http));
	}

	private static Mono<ResponseEntity<Object>> download(Run run, ServerHttpRequest http) {
		return !run.hasEnded() ? Mono.just(pending().body(AcceptedBody.of(run, path(run, http))))
				: run.answer().map(SpinController::download).onErrorMap(AnswerException.class, Refusal::failed);
	}

	private static ResponseEntity<Object> download(Answer answer) {
		ResponseEntity.BodyBuilder ok = ResponseEntity.ok()
			.header(HttpHeaders.CONTENT_TYPE, answer.contentType())
			.cacheControl(CacheControl.noStore());
		if (!InertTypes.include(answer.contentType())) {
			ok.header(HttpHeaders.CONTENT_DISPOSITION, "attachment");
		}
		return ok.body(answer.bytes());
	}

	@DeleteMapping(RUN_PATH)
	Mono<ResponseEntity<Void>> stop(@PathVariable(RUN) String name) {
		return this.service.known(name).flatMap(Run::stop).thenReturn(ResponseEntity.noContent().build());
	}

	/** An answer in JSON. */
	private record AnswerBody(Object answer) {
	}

	/** A run that is being computed, in JSON. */
	private record AcceptedBody(String run, @JsonInclude(JsonInclude.Include.NON_EMPTY) String progress) {

		static AcceptedBody of(Run run, String path) {
			return new AcceptedBody(path, TerminalText.line(run.progress().latest()));
		}

	}

}
