package io.spinstream.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A measurement of whole runs that come and go at a fixed rate: each is a connection, a
 * request, the frames, the answer, and the end.
 */
final class RunTrial implements Trial<RunRow> {

	/** More than the 3 s of a run. */
	private static final Duration LONGEST_RUN = Duration.ofSeconds(8);

	private static final Duration START_AND_STOP = Duration.ofSeconds(10);

	private final Contender contender;

	private final Options options;

	RunTrial(Contender contender, Options options) {
		this.contender = contender;
		this.options = options;
	}

	@Override
	public RunRow run(Consumer<String> progress) throws IOException, InterruptedException {
		progress.accept("start");
		Arrivals arrivals = new Arrivals();
		try (MeasuredProcess server = MeasuredProcess.start(this.contender, toString());
				StreamClient client = new StreamClient(server.address(), this.contender.script(), arrivals)) {
			progress.accept("warm up");
			client.comeAndGo(this.options.rate(), this.options.runWarm());
			progress.accept("measure");
			return measure(server, client, arrivals);
		}
	}

	private RunRow measure(MeasuredProcess server, StreamClient client, Arrivals arrivals) throws IOException {
		arrivals.resetFirsts();
		long before = arrivals.answers();
		Duration begin = server.cpu();
		client.comeAndGo(this.options.rate(), this.options.runHold());
		Duration cpu = server.cpu().minus(begin);
		long answers = arrivals.answers() - before;
		client.finish(LONGEST_RUN);
		if (answers == 0) {
			throw new IllegalStateException("no run was completed, " + arrivals.check());
		}
		return new RunRow(this.contender, this.options.rate(), cpu.toNanos() / 1e3 / answers, server.peakMegabytes(),
				arrivals.firstMillis(50), arrivals.firstMillis(99), arrivals.framesPerAnswer(),
				(double) answers / this.options.runHold().toSeconds(), arrivals.check());
	}

	@Override
	public RunRow failed(String reason) {
		return RunRow.failed(this.contender, this.options.rate(), reason);
	}

	@Override
	public Duration estimate() {
		return this.options.runWarm().plus(this.options.runHold()).plus(START_AND_STOP);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s, %,d runs a second", this.contender, this.options.rate());
	}

}
