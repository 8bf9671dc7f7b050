package io.spinstream.render;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.spinstream.spinner.Update;
import io.spinstream.testing.SseJudge;
import io.spinstream.testing.TestSpinners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SseRendererTests {

	private static final String RUN = "4nVb0mJ7Qm2hYl1sQ0eXxA";

	private final SseRenderer renderer = new SseRenderer();

	@Test
	void beginsWithTheSpinnerEvent() {
		assertThat(render(new Update.Started("Thread[#42,spin,5,main]"))).isEqualTo("""
				retry: 1000
				id: 4nVb0mJ7Qm2hYl1sQ0eXxA
				event: spinner
				data: spinner object: Thread[#42,spin,5,main]

				""");
	}

	@Test
	void showsAFrameAsNothingButData() {
		assertThat(render(new Update.Frame(0, "   thinking!"))).isEqualTo("data:    thinking!\n\n");
	}

	@Test
	void endsWithTheAnswer() {
		assertThat(render(new Update.Answer("42"))).isEqualTo("""
				event: answer
				id: 4nVb0mJ7Qm2hYl1sQ0eXxA.done
				data: Answer: 42

				""");
	}

	@Test
	void endsWithTheReasonOfAFailure() {
		assertThat(render(new Update.Failure("no answer within 1m"))).isEqualTo("""
				event: failure
				id: 4nVb0mJ7Qm2hYl1sQ0eXxA.done
				data: no answer within 1m

				""");
	}

	@ParameterizedTest(name = "S2, S5: {0}")
	@ValueSource(strings = { " x", "", "  ", ":x", "id: 7", "a\nb", "a\rb", "a\r\nb", "a\n", "\n", "\n\n", "a\u2028b",
			"a\u0085b", "a\u000bb", "a\fb", "🌑", "x\n\nevent: answer\ndata: forged", "x\rid: forged\r\rdata: forged",
			"\u0000", "\ufeffbom" })
	void saysToAnIndependentParserExactlyWhatWasAnswered(String text) {
		List<String> events = SseJudge.read(bytes(render(new Update.Answer(text))));
		String lines = ("Answer: " + text).replace("\r\n", "\n").replace('\r', '\n');
		assertThat(events).containsExactly("answer|" + RUN + ".done|" + lines);
	}

	@Test
	void neverShowsAPartOfAnAnswerWhereverItIsCut_S3() {
		byte[] whole = bytes(render(new Update.Started("spin")) + render(new Update.Frame(0, "🌑 思考中"))
				+ render(new Update.Answer("forty\ntwo")));
		List<String> all = SseJudge.read(whole);
		assertThat(all).hasSize(3);
		assertThat(IntStream.range(0, whole.length).mapToObj((cut) -> SseJudge.read(Arrays.copyOf(whole, cut))))
			.allSatisfy((events) -> assertThat(events).isEqualTo(all.subList(0, events.size())).hasSizeLessThan(3));
	}

	@Test
	void readsTheSameInBytesOneByOne_S6() {
		byte[] whole = bytes(render(new Update.Started("spin")) + render(new Update.Frame(0, "🌑 思考中"))
				+ render(new Update.Answer("forty\ntwo")));
		assertThat(SseJudge.readByteByByte(whole)).isEqualTo(SseJudge.read(whole)).hasSize(3);
	}

	private String render(Update update) {
		return this.renderer.render(update, TestSpinners.LINE, RUN);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
