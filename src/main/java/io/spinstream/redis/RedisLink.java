package io.spinstream.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.EpollProvider;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * The one connection to Redis. It is made in the background, and made again until it is
 * closed. Commands fail at once while there is none, and those without an answer fail
 * when it breaks: nothing is sent again by another connection.
 */
final class RedisLink {

	private static final Logger logger = System.getLogger(RedisLink.class.getName());

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final Duration DEAD_PEER = Duration.ofSeconds(3);

	private static final Duration FIRST_DELAY = Duration.ofMillis(100);

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

	/** As many streams as a replica has by default may begin at the same moment. */
	private static final int MOST_COMMANDS = 10_000;

	private final Sinks.Many<Boolean> connections = Sinks.many().replay().latest();

	/** The kinds of failure that were logged since there was a connection. */
	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	/** A loop of its own for each attempt to connect, and no more than these. */
	private final ClientResources resources = DefaultClientResources.builder()
		.ioThreadPoolSize(DefaultClientResources.MIN_IO_THREADS)
		.computationThreadPoolSize(DefaultClientResources.MIN_COMPUTATION_THREADS)
		.build();

	private final RedisURI uri;

	private final RedisClient client;

	private final Disposable attempts;

	private volatile @Nullable StatefulRedisConnection<byte[], byte[]> connection;

	/**
	 * Start to connect.
	 * @param uri where Redis is
	 */
	RedisLink(RedisURI uri) {
		this.uri = uri;
		this.uri.setTimeout(TIMEOUT);
		this.client = RedisClient.create(this.resources);
		this.client.setOptions(options());
		this.attempts = Mono.defer(this::connect)
			.doOnError(this::log)
			.retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_DELAY).maxBackoff(LONGEST_DELAY))
			.flatMap(this::hold)
			.repeatWhen((ends) -> ends.delayElements(FIRST_DELAY))
			.subscribe();
	}

	private static ClientOptions options() {
		return ClientOptions.builder()
			.autoReconnect(false)
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(MOST_COMMANDS)
			.timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
			.socketOptions(socketOptions())
			.protocolVersion(ProtocolVersion.RESP2)
			.maintNotificationsConfig(MaintNotificationsConfig.disabled())
			.build();
	}

	private static SocketOptions socketOptions() {
		return SocketOptions.builder()
			.connectTimeout(TIMEOUT)
			.tcpUserTimeout(TcpUserTimeoutOptions.builder()
				.enable(EpollProvider.isAvailable())
				.tcpUserTimeout(DEAD_PEER)
				.build())
			.build();
	}

	private Mono<StatefulRedisConnection<byte[], byte[]>> connect() {
		return Mono.fromCompletionStage(this.client.connectAsync(ByteArrayCodec.INSTANCE, this.uri));
	}

	/** Logs the first failure of each kind, which names the host but not the password. */
	private void log(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (this.logged.add(kind(cause))) {
			logger.log(Level.WARNING, "Redis cannot be reached, and is tried again each second: {0}: {1}",
					failure.getMessage(), cause);
		}
	}

	/** Its type, and the first word of its message: that of Redis is a code. */
	private static String kind(Throwable failure) {
		return failure.toString().replaceFirst("(\\S+ \\S+).*", "$1");
	}

	private Mono<Void> hold(StatefulRedisConnection<byte[], byte[]> made) {
		return Mono.<Void>create((end) -> {
			made.addListener(new RedisConnectionStateListener() {

				@Override
				public void onRedisDisconnected(RedisChannelHandler<?, ?> broken) {
					end.success();
				}

			});
			this.connection = made;
			this.logged.clear();
			this.connections.tryEmitNext(true);
			if (!made.isOpen()) {
				end.success();
			}
		}).doOnTerminate(() -> {
			this.connection = null;
			made.closeAsync();
		});
	}

	/**
	 * Send a command when it is subscribed to.
	 * @param <T> the answer
	 * @param command the command
	 * @return the answer, on the event loop of the connection; an error on another thread
	 * if there is none within a second, or on that of the subscriber if there is no
	 * connection
	 */
	<T> Mono<T> call(Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
		return Mono.defer(() -> {
			StatefulRedisConnection<byte[], byte[]> current = this.connection;
			return (current != null) ? Mono.fromCompletionStage(command.apply(current.async()))
					: Mono.error(() -> new RedisConnectionException("not connected"));
		});
	}

	/**
	 * Run a script when it is subscribed to. Redis is sent its text only if it does not
	 * know it.
	 * @param <T> the type of the output of the script
	 * @param script the script
	 * @param keys the keys
	 * @param arguments the arguments
	 * @return the answer, as for a command
	 */
	<T> Mono<T> run(Script script, byte[][] keys, byte[]... arguments) {
		return this.<T>call((redis) -> redis.evalsha(script.digest(), script.output(), keys, arguments))
			.onErrorResume(RedisNoScriptException.class,
					(unknown) -> call((redis) -> redis.eval(script.text(), script.output(), keys, arguments)));
	}

	/**
	 * Watch the connection.
	 * @return an element each time when it is made; the last one at once
	 */
	Flux<Boolean> connections() {
		return this.connections.asFlux();
	}

	/**
	 * Close the connection. All threads of it end soon.
	 */
	void close() {
		this.attempts.dispose();
		this.connection = null;
		this.connections.tryEmitComplete();
		this.client.shutdownAsync(0, 1, TimeUnit.SECONDS)
			.whenComplete((closed, failure) -> this.resources.shutdown(0, 1, TimeUnit.SECONDS));
	}

}
