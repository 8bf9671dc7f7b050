package io.spinstream.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.spinstream.fleet.FleetSettings;
import io.spinstream.fleet.Inputs;
import io.spinstream.fleet.Lease;
import io.spinstream.fleet.RunState;
import io.spinstream.fleet.TakeOver;
import io.spinstream.run.Life;
import io.spinstream.testing.Proxy;
import io.spinstream.testing.RedisProcess;
import io.spinstream.testing.SelfSigned;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.spinstream.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class RedisFaultTests {

	private static final FleetSettings SETTINGS = new FleetSettings(Duration.ofMinutes(1), Duration.ofMinutes(1),
			Duration.ofMinutes(1), Duration.ofMinutes(1), TakeOver.GET);

	private static final Inputs INPUTS = new Inputs("GET", Map.of(), Map.of(), new byte[0], Life.RESUMABLE);

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final String PASSWORD = "s3cr3t-of-all";

	private final AtomicInteger connections = new AtomicInteger();

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final java.util.logging.Logger log = java.util.logging.Logger.getLogger(RedisLink.class.getName());

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final Handler collector = new Handler() {

		@Override
		public void publish(LogRecord record) {
			RedisFaultTests.this.failures.add(new SimpleFormatter().formatMessage(record));
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	@TempDir
	private Path directory;

	@BeforeEach
	void collectLogs() {
		this.log.addHandler(this.collector);
	}

	private static void logLettuce(@Nullable Level level) {
		((Logger) LoggerFactory.getLogger("io.lettuce")).setLevel(level);
	}

	private RedisProcess start(String... settings) {
		return opened(new RedisProcess(this.directory, settings));
	}

	private RedisStore connect(String uri) {
		RedisStore store = opened(new RedisStore(uri, SETTINGS));
		store.connections().subscribe((connection) -> this.connections.incrementAndGet());
		return store;
	}

	private <T extends AutoCloseable> T opened(T resource) {
		this.opened.add(resource);
		return resource;
	}

	private void awaitConnections(int count) {
		await().until(() -> this.connections.get() == count);
	}

	/** A store that is closed leaves no thread behind, whatever happened before. */
	@AfterEach
	void close() throws Exception {
		for (AutoCloseable resource : this.opened.reversed()) {
			resource.close();
		}
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
		this.log.removeHandler(this.collector);
		logLettuce(null);
	}

	private static Stream<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("lettuce"));
	}

	private static @Nullable Throwable errorOf(Mono<?> operation) {
		return operation.materialize().blockOptional(LONG).orElseThrow().getThrowable();
	}

	@Test
	void connectsWhenRedisIsThere() {
		RedisProcess redis = start();
		redis.kill();
		RedisStore store = connect(redis.uri());
		assertThat(errorOf(store.renew())).hasMessage("not connected");
		redis.start();
		awaitConnections(1);
		assertThat(store.renew().block(LONG)).isFalse();
		assertThat(store.renew().block(LONG)).isTrue();
	}

	@Test
	void aRedisThatAcceptsButDoesNotAnswerIsTriedAgain() {
		RedisProcess redis = start();
		redis.freeze();
		Proxy proxy = opened(new Proxy(redis.port()));
		connect("redis://localhost:" + proxy.port());
		await().until(() -> proxy.connections() >= 3);
		redis.thaw();
		awaitConnections(1);
	}

	@Test
	void connectsAgainToARedisThatHasLostEverything() {
		RedisProcess redis = start();
		RedisStore store = connect(redis.uri());
		awaitConnections(1);
		assertThat(store.begin("key", 1, INPUTS).block(LONG)).isTrue();
		redis.kill();
		await().until(() -> errorOf(store.renew()) instanceof RedisConnectionException);
		assertThat(this.connections).hasValue(1);
		redis.start();
		awaitConnections(2);
		assertThat(store.look("key").block(LONG)).isEqualTo(new RunState.Unknown());
		assertThat(store.begin("key", 1, INPUTS).block(LONG)).isTrue();
	}

	@Test
	void aCommandIsNotSentAgainWhenTheConnectionBreaks() {
		RedisProcess redis = start();
		RedisStore store = connect(redis.uri());
		awaitConnections(1);
		store.renew().block(LONG);
		redis.freeze();
		CompletableFuture<?> begin = store.begin("key", 1, INPUTS).toFuture();
		redis.kill();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> begin.get(LONG.toSeconds(), TimeUnit.SECONDS));
		redis.start();
		awaitConnections(2);
		assertThat(store.look("key").block(LONG)).isEqualTo(new RunState.Unknown());
	}

	@Test
	void aRedisThatDoesNotAnswerIsATimeout() {
		RedisProcess redis = start();
		RedisStore store = connect(redis.uri());
		awaitConnections(1);
		store.renew().block(LONG);
		store.begin("other", 1, INPUTS).block(LONG);
		redis.freeze();
		assertThat(errorOf(store.renew())).isInstanceOf(RedisCommandTimeoutException.class);
		assertThat(errorOf(store.begin("key", 1, INPUTS))).isInstanceOf(RedisCommandTimeoutException.class);
		redis.thaw();
		assertThat(store.renew().block(LONG)).isTrue();
		assertThat(store.look("key").block(LONG)).isEqualTo(new RunState.Running(store.replica(), 1, ""));
		assertThat(this.connections).hasValue(1);
	}

	@Test
	void commandsThatNobodyAnswersAreBounded() {
		Proxy proxy = opened(new Proxy(start().port()));
		RedisStore store = connect("redis://localhost:" + proxy.port());
		awaitConnections(1);
		store.renew().block(LONG);
		proxy.hold();
		List<Throwable> errors = Flux.range(0, 10_001)
			.flatMap((i) -> store.renew().materialize().mapNotNull(Signal::getThrowable), 10_001)
			.collectList()
			.blockOptional(LONG)
			.orElseThrow();
		assertThat(errors).hasSize(10_001);
		assertThat(errors).anyMatch((error) -> error.toString().contains("exceeded: 10000"));
		proxy.release();
		await().until(() -> errorOf(store.renew()) == null);
		assertThat(this.connections).hasValue(1);
	}

	@Test
	void logsInWithAPasswordThatIsNeverLogged(CapturedOutput output) {
		logLettuce(Level.DEBUG);
		RedisProcess redis = start("--requirepass", PASSWORD);
		RedisStore store = connect(redis.uri().replace("//", "//:" + PASSWORD + "@"));
		RedisStore other = connect(redis.uri().replace("//", "//default:" + PASSWORD + "@"));
		awaitConnections(2);
		assertThat(store.renew().block(LONG)).isFalse();
		assertThat(other.lease(store.replica()).block(LONG)).isEqualTo(Lease.HELD);
		redis.kill();
		await().until(() -> !this.failures.isEmpty());
		assertThat(this.failures).noneMatch((failure) -> failure.contains(PASSWORD));
		assertThat(output.getAll()).contains("AUTH").doesNotContain(PASSWORD);
	}

	@ParameterizedTest
	@CsvSource({ "'', NOAUTH", ":wrong-" + PASSWORD + "@, WRONGPASS" })
	void aWrongPasswordIsLoggedOnce(String user, String error, CapturedOutput output) {
		logLettuce(Level.DEBUG);
		RedisProcess redis = start("--requirepass", PASSWORD);
		Proxy proxy = opened(new Proxy(redis.port()));
		RedisStore store = connect("redis://" + user + "localhost:" + proxy.port());
		await().until(() -> proxy.connections() >= 4);
		assertThat(errorOf(store.renew())).hasMessage("not connected");
		assertThat(this.failures).doesNotHaveDuplicates()
			.anyMatch((failure) -> failure.contains(error))
			.noneMatch((failure) -> failure.contains(PASSWORD));
		assertThat(output.getAll()).contains("AUTH").doesNotContain(PASSWORD);
		assertThat(this.connections).hasValue(0);
	}

	@Test
	void aCertificateMustBeTrustedByTheSystemAndNameTheHost() throws Exception {
		SelfSigned keys = new SelfSigned(this.directory);
		Proxy tls = opened(new Proxy(start().port(), keys.context()));
		RedisStore untrusting = connect("rediss://localhost:" + tls.port());
		awaitFailure("unable to find valid certification path");
		untrusting.close();
		System.setProperty("javax.net.ssl.trustStore", keys.file().toString());
		System.setProperty("javax.net.ssl.trustStorePassword", SelfSigned.PASSWORD);
		try {
			RedisStore store = connect("rediss://localhost:" + tls.port());
			awaitConnections(1);
			assertThat(store.renew().block(LONG)).isFalse();
			connect("rediss://127.0.0.1:" + tls.port());
			awaitFailure("No subject alternative names");
		}
		finally {
			System.clearProperty("javax.net.ssl.trustStore");
			System.clearProperty("javax.net.ssl.trustStorePassword");
		}
	}

	private void awaitFailure(String reason) {
		await().until(() -> this.failures.stream().anyMatch((failure) -> failure.contains(reason)));
	}

	@Test
	void eachOutageIsLoggedOnce() {
		RedisProcess redis = start();
		redis.kill();
		Proxy proxy = opened(new Proxy(redis.port()));
		connect("redis://localhost:" + proxy.port());
		for (int outage = 1; outage <= 2; outage++) {
			int before = proxy.connections();
			await().until(() -> proxy.connections() >= before + 4);
			assertThat(this.failures).isNotEmpty().doesNotHaveDuplicates();
			redis.start();
			awaitConnections(outage);
			this.failures.clear();
			redis.kill();
		}
	}

	@Test
	void closingEndsAllAttempts() {
		RedisProcess redis = start();
		redis.kill();
		Proxy proxy = opened(new Proxy(redis.port()));
		RedisStore store = connect("redis://localhost:" + proxy.port());
		await().until(() -> proxy.connections() >= 1);
		store.close();
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
		int attempts = proxy.connections();
		redis.start();
		assertThat(errorOf(store.renew())).isNotNull();
		assertThat(proxy.connections()).isEqualTo(attempts);
		assertThat(this.connections).hasValue(0);
	}

	@Test
	void closingWhileRedisIsSilentEndsTheConnection(CapturedOutput output) {
		logLettuce(Level.DEBUG);
		RedisProcess redis = start();
		RedisStore store = connect(redis.uri());
		awaitConnections(1);
		redis.freeze();
		CompletableFuture<?> renewal = store.renew().toFuture();
		store.close();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> renewal.get(LONG.toSeconds(), TimeUnit.SECONDS));
		assertThat(errorOf(store.renew())).hasMessage("not connected");
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
		assertThat(this.failures).isEmpty();
		assertThat(output.getAll()).contains("Initiate shutdown").doesNotContain("WARN", "ERROR");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:6379", "http://:" + PASSWORD + "@host", "redis://:" + PASSWORD + " @host",
			"redis://", "redis://:" + PASSWORD + "@", "redis://:" + PASSWORD + "@my_host:6379",
			"redis://:" + PASSWORD + "@host:" + PASSWORD, "redis://host/" + PASSWORD, "",
			"redis://:p@" + PASSWORD + "@host", "redis://:p@" + PASSWORD + "@host:6379",
			"redis-sentinel://:p@" + PASSWORD + "@host#main", "redis://:p#" + PASSWORD + "@host",
			"redis://" + PASSWORD + "#p@host", "redis://:p?" + PASSWORD + "@host", "redis://:p/" + PASSWORD + "@host" })
	void refusesWhatIsNoAddressWithoutTellingIt(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisStore(uri, SETTINGS))
			.withMessageStartingWith("must be like redis://host:6379")
			.withMessageContaining("%40, %3A, %2F and %23")
			.withMessageNotContaining(PASSWORD)
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://host", "redis://my_host", "redis://[::1]:6379/2", "rediss://u:p%23@host:1",
			"redis://:%40%3A%2F%23@host", "redis-sentinel://:p@host:1,other:2#main", "redis://host:6379?clientName=a@b",
			"redis://:p@host:6379/0?clientName=a@b" })
	void takesAnAddress(String uri) {
		assertThat(RedisAddress.parse(uri)).isNotNull();
	}

}
