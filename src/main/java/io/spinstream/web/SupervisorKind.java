package io.spinstream.web;

import java.util.Locale;

/**
 * The supervisors by the names that clients and configuration know.
 */
enum SupervisorKind {

	THREADS, VIRTUAL_THREADS, REACTIVE;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
