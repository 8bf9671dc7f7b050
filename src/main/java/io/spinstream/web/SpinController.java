package io.spinstream.web;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.netty.channel.EventLoop;
import io.spinstream.spinner.Style;
import io.spinstream.spinner.Update;
import io.spinstream.supervisor.Run;
import io.spinstream.supervisor.Runs;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Streams spinners.
 */
@RestController
final class SpinController {

	static final String PATH = "/spin";

	private final Map<Format, Responder> responders = new EnumMap<>(Format.class);

	private final SpinRequests requests;

	private final Streams streams;

	private final Runs runs;

	private final Supervisors supervisors;

	private final StreamMeters meters;

	SpinController(SpinRequests requests, Streams streams, Runs runs, Supervisors supervisors, StreamMeters meters,
			JsonMapper mapper) {
		this.requests = requests;
		this.streams = streams;
		this.runs = runs;
		this.supervisors = supervisors;
		this.meters = meters;
		this.responders.put(Format.SSE, new StreamResponder(new SseRendering()));
		this.responders.put(Format.TEXT, new StreamResponder(new TerminalRendering()));
		this.responders.put(Format.JSON, new JsonResponder(mapper));
	}

	@RequestMapping(path = PATH, method = { RequestMethod.GET, RequestMethod.HEAD })
	Mono<Void> spin(ServerHttpRequest asked, ServerHttpResponse response) {
		SpinRequest request = this.requests.read(asked);
		if (LastEventId.isDone(request.lastEventId())) {
			response.setStatusCode(HttpStatus.NO_CONTENT);
			return response.setComplete();
		}
		response.getHeaders().setContentType(request.format().mediaType());
		response.getHeaders().setCacheControl("no-store");
		response.getHeaders().set("X-Accel-Buffering", "no");
		if (asked.getMethod() == HttpMethod.HEAD) {
			this.streams.check(request.supervisor());
			return response.setComplete();
		}
		OpenStream stream = this.streams.open(request.supervisor(), request.format());
		Mono<Void> body = Mono.using(() -> stream, (open) -> spin(request, open, response));
		return (request.format() == Format.JSON) ? body : Handover.after(response, body);
	}

	private Mono<Void> spin(SpinRequest request, OpenStream stream, ServerHttpResponse response) {
		Run run = run(request);
		EventLoop loop = Handover.channel(response).eventLoop();
		Flux<Update> updates = this.supervisors.find(request.supervisor(), loop)
			.supervise(request.spinner(), stream.noted(run.answer()));
		return this.responders.get(request.format()).respond(updates, request.spinner(), run.id(), response);
	}

	private Run run(SpinRequest request) {
		return (request.format() == Format.SSE) ? resumed(request.lastEventId()).orElseGet(this.runs::resumable)
				: this.runs.unresumable();
	}

	private Optional<Run> resumed(String lastEventId) {
		Optional<Run> run = this.runs.find(lastEventId);
		run.ifPresent((found) -> this.meters.resumed());
		return run;
	}

	@GetMapping(path = "/styles", produces = MediaType.APPLICATION_JSON_VALUE)
	List<StyleBody> styles() {
		return this.requests.styles().stream().map(StyleBody::of).toList();
	}

	/** A style on the wire: the interval in milliseconds. */
	private record StyleBody(String name, long interval, List<String> frames) {

		static StyleBody of(Style style) {
			return new StyleBody(style.name(), style.interval().toMillis(), style.frames());
		}

	}

}
