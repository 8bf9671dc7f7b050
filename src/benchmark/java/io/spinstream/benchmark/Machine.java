package io.spinstream.benchmark;

/**
 * Describes the machine, for the line below the table.
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
