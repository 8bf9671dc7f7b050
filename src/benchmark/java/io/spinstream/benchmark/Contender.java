package io.spinstream.benchmark;

import java.util.List;

/**
 * A server that is measured.
 *
 * @param server its name
 * @param format the format of its streams
 * @param script the request, and the response that must come
 * @param command starts it; it listens on the port in the variable {@code SERVER_PORT}
 */
record Contender(String server, String format, Script script, List<String> command) {

	/**
	 * Return the values of an option that choose this server.
	 * @return the server, which stands for each of its formats, and the server with
	 * format
	 */
	List<String> names() {
		return List.of(this.server, this.server + "/" + this.format);
	}

	@Override
	public String toString() {
		return this.server + " " + this.format;
	}

}
