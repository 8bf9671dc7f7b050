package io.spinstream.web;

import java.util.List;

import io.spinstream.run.AnswerException;
import io.spinstream.spinner.Style;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP API.
 */
@RestController
final class SpinController {

	static final String PATH = "/spin";

	private final SpinService service;

	private final Styles styles;

	SpinController(SpinService service, Styles styles) {
		this.service = service;
		this.styles = styles;
	}

	@RequestMapping(path = PATH, method = { RequestMethod.GET, RequestMethod.HEAD })
	Mono<ResponseEntity<Object>> spin(SpinRequest request, HttpMethod method) {
		if (LastEventId.isDone(request.lastEventId())) {
			return Mono.just(ResponseEntity.noContent().build());
		}
		if (method == HttpMethod.HEAD) {
			this.service.check(request);
			return Mono.just(ok(request).build());
		}
		return request.format().hasSpinner() ? Mono.just(ok(request).body(this.service.stream(request)))
				: answer(request);
	}

	private static ResponseEntity.BodyBuilder ok(SpinRequest request) {
		return ResponseEntity.ok()
			.contentType(request.format().mediaType())
			.cacheControl(CacheControl.noStore())
			.header("X-Accel-Buffering", "no");
	}

	private Mono<ResponseEntity<Object>> answer(SpinRequest request) {
		return this.service.answer(request)
			.map((answer) -> ok(request).<Object>body(new AnswerBody(answer.text())))
			.onErrorMap(AnswerException.class, Refusal::failed);
	}

	@GetMapping(path = "/styles", produces = MediaType.APPLICATION_JSON_VALUE)
	List<StyleBody> styles() {
		return this.styles.all().stream().map(StyleBody::of).toList();
	}

	/** An answer in JSON. */
	private record AnswerBody(String answer) {
	}

	/** A style in JSON. The interval is in milliseconds. */
	private record StyleBody(String name, long interval, List<String> frames) {

		static StyleBody of(Style style) {
			return new StyleBody(style.name(), style.interval().toMillis(), style.frames());
		}

	}

}
