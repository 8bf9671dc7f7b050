package io.spinstream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Shows over HTTP that slow work is alive, and never loses its answer.
 */
@SpringBootApplication
class SpinstreamApplication {

	/**
	 * One event loop for each processor: Reactor Netty starts four at least, and wakes
	 * them in turn.
	 */
	static void main(String[] args) {
		System.getProperties()
			.putIfAbsent("reactor.netty.ioWorkerCount", String.valueOf(Runtime.getRuntime().availableProcessors()));
		SpringApplication.run(SpinstreamApplication.class, args);
	}

}
