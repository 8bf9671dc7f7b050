package io.spinstream.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.spinstream.spinner.Spinner;
import io.spinstream.spinner.Update;
import io.spinstream.testing.TestSpinners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ReactiveSupervisorTests {

	private static final Spinner SPINNER = TestSpinners.every(Duration.ofMillis(100));

	private final VirtualTimeScheduler loop = VirtualTimeScheduler.create();

	private final ReactiveSupervisor supervisor = new ReactiveSupervisor(this.loop, this::time);

	private final List<Object> seen = new ArrayList<>();

	private long endOfPause;

	@AfterEach
	void dispose() {
		this.loop.dispose();
	}

	@Test
	void showsThirtyFramesInThreeSecondsAndThenTheAnswer() {
		Mono<Update> answer = Mono.delay(Duration.ofSeconds(3), this.loop).map((zero) -> new Update.Answer("42"));
		this.supervisor.supervise(SPINNER, answer)
			.subscribe(this.seen::add, this.seen::add, () -> this.seen.add("end"));
		this.loop.advanceTimeBy(Duration.ofMillis(2_999));
		assertThat(this.seen.getFirst()).isInstanceOf(Update.Started.class);
		assertThat(this.seen).hasSize(31).endsWith(SPINNER.frame(28), SPINNER.frame(29));
		this.loop.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.seen).endsWith(new Update.Answer("42"), "end");
		int end = this.seen.size();
		this.loop.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.seen).hasSize(end);
	}

	@Test
	void showsAFrameEachInterval() {
		this.supervisor.supervise(SPINNER, Mono.never()).subscribe(this.seen::add);
		for (int tick = 1; tick <= 10; tick++) {
			this.loop.advanceTimeBy(Duration.ofMillis(99));
			assertThat(this.seen).hasSize(1 + tick);
			this.loop.advanceTimeBy(Duration.ofMillis(1));
			assertThat(this.seen).hasSize(2 + tick).endsWith(SPINNER.frame(tick));
		}
	}

	@Test
	void catchesUpNothingAfterAPause() {
		this.supervisor.supervise(SPINNER, Mono.never()).subscribe(this.seen::add);
		this.loop.advanceTimeBy(Duration.ofMillis(250));
		pause();
		assertThat(this.seen).hasSize(5).endsWith(SPINNER.frame(3));
		this.loop.advanceTimeBy(Duration.ofMillis(200));
		assertThat(this.seen).hasSize(7).endsWith(SPINNER.frame(4), SPINNER.frame(5));
	}

	@Test
	void isNotStoppedByAPauseAtTheStart() {
		ReactiveSupervisor starting = new ReactiveSupervisor(new PausedAtTheStart(), this::time);
		starting.supervise(SPINNER, Mono.never()).subscribe(this.seen::add);
		this.loop.advanceTimeBy(Duration.ofMillis(300));
		assertThat(this.seen).hasSize(5).endsWith(SPINNER.frame(3));
	}

	private long time() {
		return Math.max(this.loop.now(TimeUnit.NANOSECONDS), this.endOfPause);
	}

	/** A suspended process: all that was due in a minute runs at its end. */
	private void pause() {
		Duration minute = Duration.ofMinutes(1);
		this.endOfPause = this.loop.now(TimeUnit.NANOSECONDS) + minute.toNanos();
		this.loop.advanceTimeBy(minute);
	}

	@Test
	void keepsOneTimerForAllStreamsAndNoneWithoutThem() {
		ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
		thread.setRemoveOnCancelPolicy(true);
		ReactiveSupervisor real = new ReactiveSupervisor(Schedulers.fromExecutorService(thread));
		List<Disposable> streams = Stream.generate(() -> real.supervise(SPINNER, Mono.never()).subscribe())
			.limit(1_000)
			.toList();
		await().untilAsserted(() -> assertThat(thread.getQueue()).hasSize(1));
		streams.forEach(Disposable::dispose);
		await().untilAsserted(() -> assertThat(thread.getQueue()).isEmpty());
		assertThat(thread.shutdownNow()).isEmpty();
	}

	@Test
	void servesLateComersAtTheirOwnPace() {
		this.supervisor.supervise(SPINNER, Mono.never()).subscribe();
		this.loop.advanceTimeBy(Duration.ofMillis(52));
		this.supervisor.supervise(SPINNER, Mono.never()).subscribe(this.seen::add);
		this.loop.advanceTimeBy(Duration.ofMillis(94));
		assertThat(this.seen).hasSize(2);
		this.loop.advanceTimeBy(Duration.ofMillis(6));
		assertThat(this.seen).hasSize(3);
		this.loop.advanceTimeBy(Duration.ofMillis(100));
		assertThat(this.seen).hasSize(4);
	}

	/** Runs tasks in place, and starts no timer before a pause. */
	private final class PausedAtTheStart implements Scheduler {

		private final Scheduler loop = ReactiveSupervisorTests.this.loop;

		@Override
		public Disposable schedule(Runnable task) {
			task.run();
			return Disposables.disposed();
		}

		@Override
		public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
			pause();
			return this.loop.schedulePeriodically(task, delay, period, unit);
		}

		@Override
		public Worker createWorker() {
			return this.loop.createWorker();
		}

	}

}
