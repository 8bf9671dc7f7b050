package io.spinstream.benchmark;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.spinstream.fleet.FleetSettings;
import io.spinstream.fleet.SharedRuns;
import io.spinstream.fleet.TakeOver;
import io.spinstream.redis.RedisStore;
import io.spinstream.run.Answer;
import io.spinstream.run.AnswerRequest;
import io.spinstream.run.AnswerSource;
import io.spinstream.run.Life;
import io.spinstream.run.Run;
import io.spinstream.run.RunSettings;
import io.spinstream.run.Runs;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A replica whose streams each begin a run, read it to its end, and begin the next one.
 */
final class StoreLoad implements AutoCloseable {

	private static final AnswerRequest REQUEST = new AnswerRequest(Map.of("id", "4711", "year", "2026"));

	private final AtomicLong ended = new AtomicLong();

	private final Disposable.Composite streams = Disposables.composite();

	private final Duration work;

	private final Runs runs;

	StoreLoad(String uri, Duration work) {
		this.work = work;
		AnswerSource source = (request, progress) -> Mono.delay(work).map((zero) -> new Answer("42"));
		FleetSettings settings = new FleetSettings(Duration.ofSeconds(5), Duration.ofSeconds(60),
				Duration.ofSeconds(30), Duration.ofMinutes(5), TakeOver.GET);
		this.runs = new Runs(source,
				new RunSettings(1_000_000, settings.resumeWindow(), settings.keepAnswer(), 64_000_000),
				Schedulers.parallel(), new SharedRuns(source, new RedisStore(uri, settings), settings,
						Schedulers.newSingle("fleet"), Schedulers.newSingle("lease"), () -> {
						}));
	}

	/**
	 * Start streams, spread over the time of one run.
	 * @param streams how many
	 * @param reader the replica that reads the runs, which may be this one
	 */
	void start(int streams, StoreLoad reader) {
		this.streams.add(Flux.range(0, streams)
			.delayElements(this.work.dividedBy(Math.max(1, streams)))
			.flatMap((i) -> run(reader).repeat(), Math.max(1, streams))
			.subscribe());
	}

	private Mono<Answer> run(StoreLoad reader) {
		return Mono.defer(() -> {
			Run run = this.runs.create(REQUEST, Life.RESUMABLE);
			run.join(2);
			return run.begin()
				.then((reader == this) ? run.answer() : Mono.defer(() -> followed(run, reader)))
				.doFinally((end) -> run.leave());
		}).doOnNext((answer) -> this.ended.incrementAndGet());
	}

	private static Mono<Answer> followed(Run run, StoreLoad reader) {
		run.answer().subscribe();
		return reader.runs.findAnywhere(run.name()).flatMap((same) -> {
			same.join(2);
			return same.answer().doFinally((end) -> same.leave());
		});
	}

	void stop() {
		this.streams.dispose();
	}

	long ended() {
		return this.ended.get();
	}

	@Override
	public void close() {
		this.runs.close();
	}

}
