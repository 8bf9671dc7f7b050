package io.spinstream.answer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

import io.spinstream.run.Answer;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Progress;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/**
 * Any source, whose defects make its own run fail and harm nothing else.
 */
public final class GuardedAnswer implements AnswerSource {

	private static final Logger logger = System.getLogger(GuardedAnswer.class.getName());

	private final AnswerSource source;

	private final DataSize maxSize;

	/**
	 * Guard a source.
	 * @param source computes the answers
	 * @param maxSize how many bytes an answer may have; a longer one is a failure
	 */
	public GuardedAnswer(AnswerSource source, DataSize maxSize) {
		this.source = source;
		this.maxSize = maxSize;
	}

	@Override
	public void check(AnswerRequest request) {
		this.source.check(request);
	}

	@Override
	public List<String> parameters() {
		return this.source.parameters();
	}

	@Override
	public Mono<Answer> compute(AnswerRequest request, Progress progress) {
		return Mono.<Answer>create((answer) -> compute(request, progress, answer)).map(this::checked);
	}

	/** Reactor throws errors of the JVM instead of passing them on. */
	private void compute(AnswerRequest request, Progress progress, MonoSink<Answer> answer) {
		try {
			Disposable work = this.source.compute(request, progress)
				.subscribe(answer::success, answer::error, answer::success, Context.of(answer.contextView()));
			answer.onCancel(() -> cancel(work));
		}
		catch (LinkageError | StackOverflowError broken) {
			answer.error(new IllegalStateException(broken));
		}
	}

	private static void cancel(Disposable work) {
		try {
			work.dispose();
		}
		catch (RuntimeException broken) {
			logger.log(Level.WARNING, "The work could not be cancelled", broken);
		}
	}

	private Answer checked(Answer answer) {
		if (answer.bytes().length > this.maxSize.toBytes()) {
			throw new AnswerException("the answer is longer than " + this.maxSize.toBytes() + " bytes");
		}
		return isType(answer.contentType()) ? answer
				: new Answer(MediaType.APPLICATION_OCTET_STREAM_VALUE, answer.bytes(), answer.charset().orElse(null));
	}

	private static boolean isType(String contentType) {
		try {
			MediaType.parseMediaType(contentType);
			return true;
		}
		catch (InvalidMediaTypeException malformed) {
			return false;
		}
	}

}
