package io.spinstream.redis;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.spinstream.fleet.Claim;
import io.spinstream.fleet.Inputs;
import io.spinstream.fleet.RunState;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs as bytes in Redis. What a newer replica has written can be read, as far as it is
 * known here.
 */
final class RunBytes {

	private static final String RUNNING = "run";

	private static final String ANSWER = "answer";

	private static final String FAILURE = "failure";

	private static final byte[] NOTHING = {};

	/** What was accepted when the run began is not refused when it is taken over. */
	private static final StreamReadConstraints UNBOUNDED = StreamReadConstraints.builder()
		.maxNameLength(Integer.MAX_VALUE)
		.maxStringLength(Integer.MAX_VALUE)
		.build();

	private static final JsonMapper json = JsonMapper
		.builder(JsonFactory.builder().streamReadConstraints(UNBOUNDED).build())
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private RunBytes() {
	}

	static byte[] of(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] of(long number) {
		return of(Long.toString(number));
	}

	static byte[] of(Inputs inputs) {
		return of(json
			.writeValueAsString(new Request(inputs.method(), inputs.parameters(), inputs.headers(), inputs.body())));
	}

	/**
	 * Return an outcome as arguments of a script.
	 * @param outcome the outcome
	 * @return state, type, value and charset
	 */
	static List<byte[]> of(Outcome outcome) {
		return switch (outcome) {
			case Outcome.Answered(Answer answer) -> List.of(of(ANSWER), of(answer.contentType()), answer.bytes(),
					of(answer.charset().map(Charset::name).orElse("")));
			case Outcome.Failed(AnswerException failure) ->
				List.of(of(FAILURE), of(failure.kind().name()), of(failure.reason()), of(""));
		};
	}

	/**
	 * Read a state.
	 * @param run state, owner, token, progress, type, value and charset, as far as they
	 * exist
	 * @return the state
	 */
	static RunState state(List<@Nullable Object> run) {
		return switch (text(run.get(0))) {
			case "" -> new RunState.Unknown();
			case RUNNING -> new RunState.Running(text(run.get(1)), Long.parseLong(text(run.get(2))), text(run.get(3)));
			case ANSWER -> new RunState.Ended(
					new Outcome.Answered(new Answer(text(run.get(4)), bytes(run.get(5)), charset(text(run.get(6))))));
			default -> new RunState.Ended(new Outcome.Failed(
					new AnswerException(constant(Kind.values(), text(run.get(4)), Kind.FAILED), text(run.get(5)))));
		};
	}

	private static @Nullable Charset charset(String name) {
		return (!name.isEmpty() && Charset.isSupported(name)) ? Charset.forName(name) : null;
	}

	/**
	 * Read a claim.
	 * @param claim token, losses, inputs and life
	 * @return the claim
	 */
	static Claim claim(List<@Nullable Object> claim) {
		Request request = json.readValue(bytes(claim.get(2)), Request.class);
		Life life = constant(Life.values(), text(claim.get(3)), Life.RESUMABLE);
		return new Claim(Long.parseLong(String.valueOf(claim.get(0))), Integer.parseInt(String.valueOf(claim.get(1))),
				new Inputs(request.method(), request.parameters(), request.headers(), request.body(), life));
	}

	static String text(@Nullable Object bytes) {
		return new String(bytes(bytes), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(@Nullable Object bytes) {
		return (bytes instanceof byte[] known) ? known : NOTHING;
	}

	private static <E extends Enum<E>> E constant(E[] known, String name, E fallback) {
		return Stream.of(known).filter((constant) -> constant.name().equals(name)).findFirst().orElse(fallback);
	}

	/** What is written of the inputs, beside the life, which may change. */
	private record Request(String method, Map<String, String> parameters, Map<String, List<String>> headers,
			byte[] body) {
	}

}
