package io.spinstream.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A measurement of one server under one load.
 */
interface Trial<R extends Row> {

	/**
	 * Start the server, measure it and stop it.
	 * @param progress called with the name of each phase that begins
	 * @return the figures
	 * @throws IllegalStateException if the figures would not be valid; its message is for
	 * the user
	 */
	R run(Consumer<String> progress) throws IOException, InterruptedException;

	/**
	 * Return the row of a trial that has failed.
	 * @param reason the reason
	 * @return a row without figures
	 */
	R failed(String reason);

	/**
	 * Return how long the trial takes.
	 * @return an estimate
	 */
	Duration estimate();

}
