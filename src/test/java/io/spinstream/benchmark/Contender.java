package io.spinstream.benchmark;

import java.util.List;

/**
 * A server that is measured.
 *
 * @param server its name
 * @param format what it writes
 * @param script what it must say
 * @param command how it is started, on the port in the variable {@code SERVER_PORT}
 */
record Contender(String server, String format, Script script, List<String> command) {

	@Override
	public String toString() {
		return this.server + " " + this.format;
	}

}
