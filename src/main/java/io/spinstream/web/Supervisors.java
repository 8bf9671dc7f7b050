package io.spinstream.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.EventLoop;
import io.spinstream.supervisor.ReactiveSupervisor;
import io.spinstream.supervisor.Supervisor;
import io.spinstream.supervisor.ThreadSupervisor;
import io.spinstream.supervisor.VirtualThreadSupervisor;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;

/**
 * The supervisors; of the reactive one, an own for each event loop.
 */
@Component
final class Supervisors {

	private final Supervisor threads = new ThreadSupervisor();

	private final Supervisor virtualThreads = new VirtualThreadSupervisor();

	private final Map<EventLoop, Supervisor> reactive = new ConcurrentHashMap<>();

	/**
	 * Find a supervisor.
	 * @param kind its kind
	 * @param loop the event loop of the connection that it will serve
	 * @return the supervisor
	 */
	Supervisor find(SupervisorKind kind, EventLoop loop) {
		return switch (kind) {
			case THREADS -> this.threads;
			case VIRTUAL_THREADS -> this.virtualThreads;
			case REACTIVE -> this.reactive.computeIfAbsent(loop,
					(own) -> new ReactiveSupervisor(Schedulers.fromExecutorService(own)));
		};
	}

}
