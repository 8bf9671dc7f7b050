package io.spinstream.benchmark;

/**
 * Where a table comes from.
 */
final class Machine {

	private Machine() {
	}

	static String describe() {
		return "Machine: %d cores, JDK %s (%s), %s %s %s".formatted(Runtime.getRuntime().availableProcessors(),
				Runtime.version(), System.getProperty("java.vendor"), System.getProperty("os.name"),
				System.getProperty("os.version"), System.getProperty("os.arch"));
	}

}
