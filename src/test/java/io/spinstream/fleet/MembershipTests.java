package io.spinstream.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class MembershipTests {

	private static final Mono<Boolean> REFUSED = Mono.error(new IllegalStateException("READONLY"));

	private final Sinks.Many<Boolean> connections = Sinks.many().multicast().directBestEffort();

	private final RunStore store = mock();

	private final Logger log = Logger.getLogger(Membership.class.getName());

	private final List<String> warnings = new ArrayList<>();

	private final Handler collector = new Handler() {

		@Override
		public void publish(LogRecord line) {
			if (line.getLevel() == Level.WARNING) {
				MembershipTests.this.warnings.add(line.getMessage());
			}
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	@BeforeEach
	void start() {
		this.log.addHandler(this.collector);
		given(this.store.connections()).willReturn(this.connections.asFlux());
		new Membership(this.store, VirtualTimeScheduler.create(), () -> {
		}).start();
	}

	@AfterEach
	void stop() {
		this.log.removeHandler(this.collector);
	}

	@Test
	void aStoreThatRefusesEachTimeIsToldOnceUntilItIsWell() {
		connect(REFUSED);
		connect(REFUSED);
		assertThat(this.warnings).hasSize(1).first().asString().endsWith("READONLY");
		connect(Mono.just(true));
		connect(REFUSED);
		connect(REFUSED);
		assertThat(this.warnings).hasSize(2);
		connect(Mono.just(true));
		assertThat(this.warnings).hasSize(2);
	}

	private void connect(Mono<Boolean> renewal) {
		given(this.store.renew()).willReturn(renewal);
		this.connections.tryEmitNext(true);
	}

}
