package io.spinstream.netty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs a task on the event loop that has scheduled it, so that no other thread must wake
 * that loop. Tasks of other threads run on the parallel scheduler.
 */
final class LoopTimer implements Scheduler {

	private final Map<EventExecutor, Scheduler> loops = new ConcurrentHashMap<>();

	private final EventLoopGroup group;

	/**
	 * Create a timer.
	 * @param group the event loops
	 */
	LoopTimer(EventLoopGroup group) {
		this.group = group;
	}

	/**
	 * Return the scheduler of one event loop.
	 * @param loop the event loop
	 * @return the same scheduler for the same loop
	 */
	Scheduler of(EventExecutor loop) {
		return this.loops.computeIfAbsent(loop, Schedulers::fromExecutorService);
	}

	private Scheduler current() {
		for (EventExecutor loop : this.group) {
			if (loop.inEventLoop()) {
				return of(loop);
			}
		}
		return Schedulers.parallel();
	}

	@Override
	public Disposable schedule(Runnable task) {
		return current().schedule(task);
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		return current().schedule(task, delay, unit);
	}

	@Override
	public Worker createWorker() {
		return current().createWorker();
	}

}
