package io.spinstream.web;

import java.util.List;

import io.spinstream.run.Runs;
import io.spinstream.spinner.Style;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a client may choose.
 */
@RestController
final class CatalogueController {

	private final Styles styles;

	private final FormBody form;

	CatalogueController(Styles styles, SpinstreamProperties properties, Runs runs) {
		this.styles = styles;
		this.form = new FormBody(properties.supervisors().stream().map(SupervisorKind::toString).toList(),
				runs.parameters());
	}

	@RequestMapping(path = "/styles", method = { RequestMethod.GET, RequestMethod.HEAD },
			produces = MediaType.APPLICATION_JSON_VALUE)
	List<StyleBody> styles() {
		return this.styles.all().stream().map(StyleBody::of).toList();
	}

	@RequestMapping(path = "/form", method = { RequestMethod.GET, RequestMethod.HEAD },
			produces = MediaType.APPLICATION_JSON_VALUE)
	FormBody form() {
		return this.form;
	}

	/** A style in JSON. The interval is in milliseconds. */
	private record StyleBody(String name, long interval, List<String> frames) {

		static StyleBody of(Style style) {
			return new StyleBody(style.name(), style.interval().toMillis(), style.frames());
		}

	}

	/**
	 * What a form for a run offers, in JSON: parameters are inputs that must be given.
	 */
	private record FormBody(List<String> supervisors, List<String> parameters) {
	}

}
