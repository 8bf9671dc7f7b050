package io.spinstream.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A measurement of one server with one number of streams.
 */
final class Trial {

	private static final int WARMING_STREAMS = 500;

	private static final Duration PAUSE = Duration.ofSeconds(3);

	private final Contender contender;

	private final int streams;

	private final Options options;

	Trial(Contender contender, int streams, Options options) {
		this.contender = contender;
		this.streams = streams;
		this.options = options;
	}

	/**
	 * Start the server, measure it and stop it.
	 * @param progress called with the name of each phase that begins
	 * @return the figures
	 * @throws IllegalStateException if a frame is not as expected
	 */
	Row run(Consumer<String> progress) throws IOException, InterruptedException {
		progress.accept("start");
		try (MeasuredProcess server = MeasuredProcess.start(this.contender)) {
			progress.accept("warm up");
			warmUp(server);
			double before = server.residentKilobytes();
			try (StreamHolder holder = new StreamHolder(server.address(), this.contender.script())) {
				progress.accept("open");
				holder.open(this.streams);
				holder.hold(PAUSE);
				progress.accept("hold");
				return measure(server, holder, before);
			}
		}
	}

	private void warmUp(MeasuredProcess server) throws IOException {
		try (StreamHolder holder = new StreamHolder(server.address(), this.contender.script())) {
			holder.open(WARMING_STREAMS);
			holder.hold(this.options.warm());
			holder.closeAll();
			holder.hold(PAUSE);
		}
	}

	private Row measure(MeasuredProcess server, StreamHolder holder, double before) throws IOException {
		Arrivals arrivals = holder.resetGaps();
		Duration begin = server.cpu();
		holder.hold(this.options.hold());
		Duration cpu = server.cpu().minus(begin);
		double kilobytes = (server.residentKilobytes() - before) / this.streams;
		return arrivals.row(this.contender, this.streams, cpu, kilobytes, this.options.hold());
	}

	Row failed(String reason) {
		return Row.failed(this.contender, this.streams, reason);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s, %,d streams", this.contender, this.streams);
	}

}
