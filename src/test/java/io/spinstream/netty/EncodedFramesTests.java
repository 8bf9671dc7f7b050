package io.spinstream.netty;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.spinstream.spinner.Update;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EncodedFramesTests {

	private static final List<String> TEXTS = List.of("data: 🌑 思考中\n\n", "x".repeat(300), "data: | thinking!\n\n");

	private static final List<String> CHUNKS = List.of("16\r\n" + TEXTS.get(0) + "\r\n",
			"12c\r\n" + TEXTS.get(1) + "\r\n", "13\r\n" + TEXTS.get(2) + "\r\n");

	private final EncodedFrames encoded = new EncodedFrames(TEXTS);

	@Test
	void areChunksAndTheirPayloads() {
		assertThat(texts(this.encoded::chunk)).isEqualTo(CHUNKS);
		assertThat(texts(this.encoded::payload)).isEqualTo(TEXTS);
	}

	@Test
	void areAsNewWhenTheyHaveBeenWritten() {
		for (Function<Update.Frame, ByteBuf> part : parts()) {
			List<String> before = texts(part);
			all(part).forEach((buffer) -> {
				buffer.skipBytes(buffer.readableBytes());
				buffer.release();
			});
			assertThat(texts(part)).isEqualTo(before);
		}
	}

	@Test
	void lieInOneBufferOutsideTheHeap() {
		List<ByteBuffer> chunks = all(this.encoded::chunk).map(ByteBuf::nioBuffer).toList();
		List<Long> expected = new ArrayList<>(List.of(address(chunks.getFirst())));
		chunks.forEach((chunk) -> expected.add(expected.getLast() + chunk.remaining()));
		assertThat(chunks).allMatch(ByteBuffer::isDirect);
		assertThat(chunks.stream().map(EncodedFramesTests::address)).isEqualTo(expected.subList(0, chunks.size()));
	}

	@Test
	void payloadsArePartsOfTheirChunks() {
		for (Update.Frame frame : frames()) {
			ByteBuf chunk = this.encoded.chunk(frame);
			int head = chunk.toString(StandardCharsets.UTF_8).indexOf('\n') + 1;
			assertThat(address(this.encoded.payload(frame).nioBuffer())).isEqualTo(address(chunk.nioBuffer()) + head);
		}
	}

	private List<Function<Update.Frame, ByteBuf>> parts() {
		return List.of(this.encoded::chunk, this.encoded::payload);
	}

	private static List<String> texts(Function<Update.Frame, ByteBuf> part) {
		return all(part).map((buffer) -> buffer.toString(StandardCharsets.UTF_8)).toList();
	}

	private static Stream<ByteBuf> all(Function<Update.Frame, ByteBuf> part) {
		return frames().stream().map(part);
	}

	private static List<Update.Frame> frames() {
		return IntStream.range(0, TEXTS.size()).mapToObj((index) -> new Update.Frame(index, "")).toList();
	}

	private static long address(ByteBuffer buffer) {
		return MemorySegment.ofBuffer(buffer).address();
	}

}
