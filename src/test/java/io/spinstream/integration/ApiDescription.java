package io.spinstream.integration;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.whitelist.ValidationErrorsWhitelist;
import com.atlassian.oai.validator.whitelist.rule.WhitelistRules;
import io.spinstream.testing.RawClient;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A description of the API (OpenAPI 3.1), read and applied by libraries that are not
 * ours.
 */
final class ApiDescription {

	/** Those that a description must name wherever they come. */
	private static final Set<String> HEADERS = Set.of("Content-Location", "Location", "Preference-Applied",
			"Retry-After");

	private static final ValidationErrorsWhitelist EXCEPTIONS = ValidationErrorsWhitelist.create()
		.withRule("a response to HEAD has no body", WhitelistRules.allOf(WhitelistRules.methodIs(HttpMethod.HEAD),
				WhitelistRules.messageHasKey("validation.response.body.missing")));

	private final OpenAPI model;

	private final OpenApiInteractionValidator validator;

	private final Set<String> judged = new TreeSet<>();

	/**
	 * Read a description.
	 * @param yaml its text, which must be valid
	 */
	ApiDescription(String yaml) {
		SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(yaml);
		assertThat(parsed.getMessages()).isEmpty();
		this.model = parsed.getOpenAPI();
		this.validator = OpenApiInteractionValidator.createForInlineApiSpecification(yaml)
			.withWhitelist(EXCEPTIONS)
			.build();
	}

	/**
	 * Return the operations.
	 * @return the methods of each path
	 */
	Map<String, Set<String>> methods() {
		Map<String, Set<String>> methods = new TreeMap<>();
		this.model.getPaths()
			.forEach((path, item) -> methods.put(path,
					item.readOperationsMap().keySet().stream().map(HttpMethod::name).collect(Collectors.toSet())));
		return methods;
	}

	/**
	 * Return the responses.
	 * @return by method, path and status
	 */
	Map<String, ApiResponse> responses() {
		Map<String, ApiResponse> responses = new TreeMap<>();
		this.model.getPaths()
			.forEach((path, item) -> item.readOperationsMap()
				.forEach((method, operation) -> operation.getResponses()
					.forEach((status, response) -> responses.put(method + " " + path + " " + status,
							resolved(response)))));
		return responses;
	}

	private ApiResponse resolved(ApiResponse response) {
		String reference = response.get$ref();
		return (reference == null) ? response
				: this.model.getComponents().getResponses().get(reference.substring(reference.lastIndexOf('/') + 1));
	}

	/**
	 * Return the parameters that several operations share.
	 * @return those of queries, headers and paths
	 */
	List<Parameter> parameters() {
		return List.copyOf(this.model.getComponents().getParameters().values());
	}

	/**
	 * Fail if a response is not described.
	 * @param method the method of its request
	 * @param target the target of its request
	 * @param client has received the response, whose body is read to its end
	 */
	void judge(String method, String target, RawClient client) throws IOException {
		SimpleResponse.Builder response = SimpleResponse.Builder.status(client.status());
		client.headers().forEach(response::withHeader);
		judge(method, target, response, client.rest());
		String name = method + " " + template(target) + " " + client.status();
		assertThat(describedHeaders(name)).as("headers of " + name)
			.containsAll(client.headers().keySet().stream().filter(HEADERS::contains).toList());
		this.judged.add(name);
	}

	/**
	 * Fail if a response is not described.
	 * @param method the method of its request
	 * @param target the target of its request
	 * @param response the response without its body
	 * @param body the body
	 */
	void judge(String method, String target, SimpleResponse.Builder response, String body) {
		List<ValidationReport.Message> faults = this.validator
			.validateResponse(target.split("\\?")[0], Request.Method.valueOf(method),
					(body.isEmpty() ? response : response.withBody(body)).build())
			.getMessages()
			.stream()
			.filter((message) -> message.getLevel() != ValidationReport.Level.IGNORE)
			.toList();
		assertThat(faults).as(method + " " + target).isEmpty();
	}

	private static String template(String target) {
		return target.split("\\?")[0].replaceFirst("^/spin/[^/]+", "/spin/{run}");
	}

	private Set<String> describedHeaders(String name) {
		return Objects.requireNonNullElse(responses().get(name).getHeaders(), Map.<String, Object>of()).keySet();
	}

	/**
	 * Return the responses that were judged.
	 * @return methods, paths and statuses
	 */
	Set<String> judged() {
		return this.judged;
	}

}
