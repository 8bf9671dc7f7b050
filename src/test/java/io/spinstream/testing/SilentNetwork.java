package io.spinstream.testing;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

import static io.spinstream.testing.IpCommand.ip;

/**
 * A network between this machine and a network namespace of Linux, which can drop all
 * packets from there. A second network between the two drops none. It needs root.
 */
public final class SilentNetwork implements AutoCloseable {

	private static final String HERE = "10.231.7.1";

	private static final String THERE = "10.231.7.2";

	private static final String RELIABLE_HERE = "10.231.8.1";

	private static final String RELIABLE_THERE = "10.231.8.2";

	private final String name = "spin" + ProcessHandle.current().pid();

	private final boolean there;

	public SilentNetwork() {
		this.there = ip("netns add " + this.name)
				&& ip("link add %s type veth peer name there netns %s".formatted(this.name, this.name))
				&& ip("addr add %s/30 dev %s".formatted(HERE, this.name))
				&& ip("addr add %s/30 dev %s".formatted(RELIABLE_HERE, this.name))
				&& ip("link set %s up".formatted(this.name))
				&& ip("-n %s addr add %s/30 dev there".formatted(this.name, THERE))
				&& ip("-n %s addr add %s/30 dev there".formatted(this.name, RELIABLE_THERE))
				&& ip("-n %s link set there up".formatted(this.name));
	}

	public boolean isThere() {
		return this.there;
	}

	/**
	 * Return the address of this machine in the network.
	 * @return an IP address
	 */
	public String host() {
		return HERE;
	}

	/**
	 * Return the address of the namespace in the network.
	 * @return an IP address
	 */
	public String there() {
		return THERE;
	}

	/**
	 * Return the address of the namespace in the network that never falls silent.
	 * @return an IP address
	 */
	public String reliableThere() {
		return RELIABLE_THERE;
	}

	/**
	 * Run a command in the namespace.
	 * @param output where its output goes
	 * @param command the command
	 * @return the process
	 */
	public Process run(Redirect output, String... command) throws IOException {
		List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", this.name));
		there.addAll(List.of(command));
		return new ProcessBuilder(there).redirectOutput(output).start();
	}

	/**
	 * Drop all packets from the namespace.
	 */
	public void fallSilent() throws IOException {
		if (!ip("-n %s route add blackhole %s/32".formatted(this.name, HERE))) {
			throw new IOException("no route to nowhere");
		}
	}

	/**
	 * Let packets through again.
	 */
	public void recover() throws IOException {
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
