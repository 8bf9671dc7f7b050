package io.spinstream.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A measurement of the frames of streams that are held open.
 */
final class FrameTrial implements Trial<FrameRow> {

	private static final int WARMING_STREAMS = 500;

	private static final Duration PAUSE = Duration.ofSeconds(3);

	private static final Duration START_AND_STOP = Duration.ofSeconds(14);

	private final Contender contender;

	private final int streams;

	private final Options options;

	FrameTrial(Contender contender, int streams, Options options) {
		this.contender = contender;
		this.streams = streams;
		this.options = options;
	}

	@Override
	public FrameRow run(Consumer<String> progress) throws IOException, InterruptedException {
		progress.accept("start");
		try (MeasuredProcess server = MeasuredProcess.start(this.contender, toString())) {
			progress.accept("warm up");
			warmUp(server);
			double before = server.residentKilobytes();
			Arrivals arrivals = new Arrivals();
			try (StreamClient client = new StreamClient(server.address(), this.contender.script(), arrivals)) {
				progress.accept("open");
				client.open(this.streams);
				client.hold(PAUSE);
				progress.accept("hold");
				return measure(server, client, arrivals, before);
			}
		}
	}

	private void warmUp(MeasuredProcess server) throws IOException {
		try (StreamClient client = new StreamClient(server.address(), this.contender.script(), new Arrivals())) {
			client.open(WARMING_STREAMS);
			client.hold(this.options.warm());
			client.closeAll();
			client.hold(PAUSE);
		}
	}

	private FrameRow measure(MeasuredProcess server, StreamClient client, Arrivals arrivals, double before)
			throws IOException {
		arrivals.resetGaps();
		Duration begin = server.cpu();
		client.hold(this.options.hold());
		Duration cpu = server.cpu().minus(begin);
		double kilobytes = (server.residentKilobytes() - before) / this.streams;
		return new FrameRow(this.contender, this.streams, cpu.toNanos() / 1e3 / arrivals.frames(), kilobytes,
				arrivals.gapMillis(50), arrivals.gapMillis(99), arrivals.firstMillis(50),
				(double) arrivals.frames() / this.options.hold().toSeconds(), arrivals.check());
	}

	@Override
	public FrameRow failed(String reason) {
		return FrameRow.failed(this.contender, this.streams, reason);
	}

	@Override
	public Duration estimate() {
		return this.options.warm().plus(this.options.hold()).plus(START_AND_STOP);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s, %,d streams", this.contender, this.streams);
	}

}
