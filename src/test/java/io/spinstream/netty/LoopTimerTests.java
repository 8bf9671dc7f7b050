package io.spinstream.netty;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class LoopTimerTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(3, NioIoHandler.newFactory());

	private final LoopTimer timer = new LoopTimer(this.loops);

	@AfterEach
	void stop() {
		this.loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
	}

	@Test
	void eachLoopRunsItsOwnTasks() {
		for (int index = 0; index < 3; index++) {
			EventLoop loop = this.loops.next();
			CompletableFuture<Boolean> later = new CompletableFuture<>();
			CompletableFuture<Boolean> soon = new CompletableFuture<>();
			CompletableFuture<Boolean> ofWorker = new CompletableFuture<>();
			loop.execute(() -> {
				this.timer.schedule(() -> later.complete(loop.inEventLoop()), 1, TimeUnit.MILLISECONDS);
				this.timer.schedule(() -> soon.complete(loop.inEventLoop()));
				Mono.delay(Duration.ofMillis(1), this.timer).subscribe((tick) -> ofWorker.complete(loop.inEventLoop()));
			});
			assertThat(later).succeedsWithin(LIMIT).isEqualTo(true);
			assertThat(soon).succeedsWithin(LIMIT).isEqualTo(true);
			assertThat(ofWorker).succeedsWithin(LIMIT).isEqualTo(true);
		}
	}

	@Test
	void tasksOfOtherThreadsRunOnTheParallelScheduler() {
		CompletableFuture<String> thread = new CompletableFuture<>();
		this.timer.schedule(() -> thread.complete(Thread.currentThread().getName()), 1, TimeUnit.MILLISECONDS);
		assertThat(thread).succeedsWithin(LIMIT, InstanceOfAssertFactories.STRING).startsWith("parallel-");
	}

	@Test
	void disposedTasksDoNotRun() {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		CompletableFuture<Disposable> task = new CompletableFuture<>();
		CompletableFuture<Boolean> after = new CompletableFuture<>();
		this.loops.next().execute(() -> {
			Disposable scheduled = this.timer.schedule(() -> cancelled.complete(true), 1, TimeUnit.MILLISECONDS);
			scheduled.dispose();
			task.complete(scheduled);
			this.timer.schedule(() -> after.complete(true), 20, TimeUnit.MILLISECONDS);
		});
		assertThat(after).succeedsWithin(LIMIT).isEqualTo(true);
		assertThat(task).isCompletedWithValueMatching(Disposable::isDisposed);
		assertThat(cancelled).isNotDone();
	}

}
