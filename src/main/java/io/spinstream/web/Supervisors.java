package io.spinstream.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.spinstream.run.DroppedErrors;
import io.spinstream.supervisor.ReactiveSupervisor;
import io.spinstream.supervisor.Supervisor;
import io.spinstream.supervisor.ThreadSupervisor;
import io.spinstream.supervisor.VirtualThreadSupervisor;
import reactor.core.scheduler.Scheduler;

import org.springframework.stereotype.Component;

/**
 * The supervisors by kind. There is a reactive one for each scheduler.
 */
@Component
final class Supervisors {

	/** Few, so that a slow reader gets few outdated frames. */
	private static final int PREFETCH = 8;

	private final Supervisor threads = new ThreadSupervisor();

	private final Supervisor virtualThreads = new VirtualThreadSupervisor();

	private final Map<Scheduler, Supervisor> reactive = new ConcurrentHashMap<>();

	/**
	 * Find a supervisor.
	 * @param kind its kind
	 * @param scheduler of a single thread, on which its updates come, if they are
	 * subscribed to there
	 * @return the supervisor
	 */
	Supervisor find(SupervisorKind kind, Scheduler scheduler) {
		return switch (kind) {
			case THREADS -> publishedOn(scheduler, this.threads);
			case VIRTUAL_THREADS -> publishedOn(scheduler, this.virtualThreads);
			case REACTIVE -> this.reactive.computeIfAbsent(scheduler, ReactiveSupervisor::new);
		};
	}

	/**
	 * A thread may hand an update over while its stream is cancelled; the scheduler then
	 * rejects the task.
	 */
	private static Supervisor publishedOn(Scheduler scheduler, Supervisor supervisor) {
		return (spinner, outcome) -> supervisor.supervise(spinner, outcome)
			.publishOn(scheduler, PREFETCH)
			.contextWrite(DroppedErrors.UNWANTED);
	}

}
