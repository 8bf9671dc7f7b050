package io.spinstream.redis;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.spinstream.fleet.Claim;
import io.spinstream.fleet.FleetSettings;
import io.spinstream.fleet.Inputs;
import io.spinstream.fleet.Lease;
import io.spinstream.fleet.RunState;
import io.spinstream.fleet.RunStore;
import io.spinstream.run.AnswerException;
import io.spinstream.run.AnswerException.Kind;
import io.spinstream.run.Life;
import io.spinstream.run.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The store in Redis from version 4 or Valkey. Each operation is one command. Its answer
 * comes on the event loop of the connection, and an error may come on the thread that
 * subscribes.
 */
public final class RedisStore implements RunStore {

	private static final int ID_BYTES = 16;

	/** The value of a lease that nobody holds. */
	private static final byte[] GIVEN_BACK = {};

	private static final Duration STOPS = Duration.ofMinutes(1);

	private static final Outcome STOPPED = new Outcome.Failed(new AnswerException(Kind.STOPPED, "stopped"));

	private final String replica = randomId();

	private final byte[] me = RunBytes.of(this.replica);

	/** For people who look into Redis. */
	private final byte[] description = RunBytes.of(System.getenv().getOrDefault("HOSTNAME", "") + " " + Instant.now());

	private final FleetSettings settings;

	private final RedisLink link;

	/**
	 * Create a store, which connects in the background.
	 * @param uri where Redis is: {@code redis://host:6379}, or {@code rediss:} for TLS
	 * @param settings what the replicas share
	 * @throws IllegalArgumentException if the URI cannot be understood
	 */
	public RedisStore(String uri, FleetSettings settings) {
		this.settings = settings;
		this.link = new RedisLink(RedisAddress.parse(uri));
	}

	/**
	 * Check where Redis is.
	 * @param uri the URI, which may have a password: no message tells it
	 * @throws IllegalArgumentException if the URI cannot be understood
	 */
	public static void check(String uri) {
		RedisAddress.parse(uri);
	}

	private static String randomId() {
		byte[] id = new byte[ID_BYTES];
		new SecureRandom().nextBytes(id);
		return HexFormat.of().formatHex(id);
	}

	@Override
	public String replica() {
		return this.replica;
	}

	@Override
	public Mono<Boolean> begin(String key, long token, Inputs inputs) {
		return Mono.defer(() -> test(Script.BEGIN, keys(run(key)), this.me, RunBytes.of(token),
				RunBytes.of(inputs.life().name()), RunBytes.of(inputs), millis(this.settings.running())));
	}

	@Override
	public Mono<RunState> look(String key) {
		return this.link
			.<List<@Nullable Object>>run(Script.LOOK, keys(run(key), read(key)), this.me, millis(this.settings.read()))
			.map(RunBytes::state);
	}

	@Override
	public Mono<Claim> claim(String key, long token, boolean isLoss) {
		return this.link
			.<List<@Nullable Object>>run(Script.CLAIM, keys(run(key)), this.me, RunBytes.of(token),
					RunBytes.of(isLoss ? 1 : 0), millis(this.settings.running()))
			.filter((claim) -> !claim.isEmpty())
			.map(RunBytes::claim);
	}

	@Override
	public Mono<Boolean> progress(String key, long token, String text) {
		return test(Script.PROGRESS, keys(run(key)), this.me, RunBytes.of(token), RunBytes.of(text));
	}

	@Override
	public Mono<Boolean> live(String key, Life life) {
		return test(Script.LIVE, keys(run(key)), RunBytes.of(life.name()));
	}

	@Override
	public Mono<Boolean> finish(String key, long token, Outcome outcome) {
		List<byte[]> arguments = new ArrayList<>(List.of(this.me, RunBytes.of(token)));
		arguments.addAll(RunBytes.of(outcome));
		arguments.add(millis(this.settings.ended()));
		return test(Script.FINISH, keys(run(key)), arguments.toArray(new byte[0][]));
	}

	@Override
	public Mono<Boolean> drop(String key, long token) {
		return test(Script.DROP, keys(run(key), read(key)), this.me, RunBytes.of(token));
	}

	@Override
	public Mono<RunState> stop(String key) {
		List<byte[]> arguments = new ArrayList<>(RunBytes.of(STOPPED));
		arguments.add(millis(this.settings.ended()));
		return this.link.<List<@Nullable Object>>run(Script.STOP, keys(run(key)), arguments.toArray(new byte[0][]))
			.map(RunBytes::state);
	}

	@Override
	public Mono<Void> tellStopped(String other, String key) {
		return test(Script.TELL, keys(stopped(other)), RunBytes.of(key), millis(STOPS)).then();
	}

	@Override
	public Mono<List<String>> takeStopped() {
		return this.link.<List<@Nullable Object>>run(Script.TAKE, keys(stopped(this.replica)))
			.map((keys) -> keys.stream().map(RunBytes::text).toList());
	}

	@Override
	public Mono<Lease> lease(String other) {
		return this.link.call((redis) -> redis.get(leaseKey(other)))
			.map((holder) -> (holder.length > 0) ? Lease.HELD : Lease.GIVEN_BACK)
			.defaultIfEmpty(Lease.LAPSED);
	}

	@Override
	public Mono<Boolean> renew() {
		return test(Script.RENEW, keys(leaseKey(this.replica)), this.description, millis(this.settings.lease()));
	}

	@Override
	public Mono<Void> leave() {
		return this.link
			.call((redis) -> redis.psetex(leaseKey(this.replica), this.settings.running().toMillis(), GIVEN_BACK))
			.then();
	}

	private Mono<Boolean> test(Script script, byte[][] keys, byte[]... arguments) {
		return this.link.<Long>run(script, keys, arguments).map((answer) -> answer == 1);
	}

	private static byte[][] keys(byte[]... keys) {
		return keys;
	}

	/** The braces let a cluster keep both keys of a run in one place. */
	private static byte[] run(String key) {
		return RunBytes.of("spin:run:{" + key + "}");
	}

	private static byte[] read(String key) {
		return RunBytes.of("spin:read:{" + key + "}");
	}

	private static byte[] leaseKey(String replica) {
		return RunBytes.of("spin:replica:{" + replica + "}");
	}

	private static byte[] stopped(String replica) {
		return RunBytes.of("spin:stop:{" + replica + "}");
	}

	private static byte[] millis(Duration time) {
		return RunBytes.of(time.toMillis());
	}

	@Override
	public Flux<Boolean> connections() {
		return this.link.connections();
	}

	@Override
	public void close() {
		this.link.close();
	}

}
