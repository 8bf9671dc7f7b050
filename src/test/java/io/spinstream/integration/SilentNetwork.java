package io.spinstream.integration;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

import static io.spinstream.testing.IpCommand.ip;

/**
 * A network between this machine and a network namespace of Linux, which can drop all
 * packets from there. It needs root.
 */
final class SilentNetwork implements AutoCloseable {

	private static final String HERE = "10.231.7.1";

	private final String name = "spin" + ProcessHandle.current().pid();

	private final boolean there;

	SilentNetwork() {
		this.there = ip("netns add " + this.name)
				&& ip("link add %s type veth peer name there netns %s".formatted(this.name, this.name))
				&& ip("addr add %s/30 dev %s".formatted(HERE, this.name)) && ip("link set %s up".formatted(this.name))
				&& ip("-n %s addr add 10.231.7.2/30 dev there".formatted(this.name))
				&& ip("-n %s link set there up".formatted(this.name));
	}

	boolean isThere() {
		return this.there;
	}

	/**
	 * Return the address of this machine in the network.
	 * @return an IP address
	 */
	String host() {
		return HERE;
	}

	/**
	 * Run a command in the namespace.
	 * @param output where its output goes
	 * @param command the command
	 * @return the process
	 */
	Process run(Redirect output, String... command) throws IOException {
		List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", this.name));
		there.addAll(List.of(command));
		return new ProcessBuilder(there).redirectOutput(output).start();
	}

	/**
	 * Drop all packets from the namespace.
	 */
	void fallSilent() throws IOException {
		if (!ip("-n %s route add blackhole %s/32".formatted(this.name, HERE))) {
			throw new IOException("no route to nowhere");
		}
	}

	/**
	 * Let packets through again.
	 */
	void recover() throws IOException {
		if (!ip("-n %s route del blackhole %s/32".formatted(this.name, HERE))) {
			throw new IOException("no route back");
		}
	}

	@Override
	public void close() {
		ip("link del " + this.name);
		ip("netns del " + this.name);
	}

}
