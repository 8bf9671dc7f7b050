package io.spinstream.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.spinstream.testing.Tools;

import static io.spinstream.testing.IpCommand.ip;

/**
 * The networks of {@code compose.yaml}, each a bridge in a network namespace of Linux
 * that holds nothing else. This machine is in those that are not internal, as the host of
 * containers is.
 */
final class ContainerNetworks implements AutoCloseable {

	private static final String PREFIX = "spin" + ProcessHandle.current().pid();

	private static final String SWITCH = PREFIX + "switch";

	private static final String HERE = PREFIX + "h";

	private final ComposeFile file;

	private final List<String> networks;

	private final List<String> namespaces = new ArrayList<>(List.of(SWITCH));

	/**
	 * Make the networks. The test is skipped if this machine does not allow that.
	 * @param file the services and their networks
	 */
	ContainerNetworks(ComposeFile file) {
		this.file = file;
		this.networks = List.copyOf(file.networks());
		if (!ip("netns add " + SWITCH) || !ip("-n " + SWITCH + " link add probe type bridge")) {
			close();
			Tools.skip("no networks of our own without root, so the services of compose.yaml are not run");
		}
		for (String network : this.networks) {
			make("-n %s link add %s type bridge".formatted(SWITCH, network));
			make("-n %s link set %s up".formatted(SWITCH, network));
			if (!file.internal().contains(network)) {
				plug(network, HERE, host(network), "");
			}
		}
		file.services().forEach(this::join);
	}

	private void join(ComposeFile.Service service) {
		String namespace = namespace(service.name());
		make("netns add " + namespace);
		this.namespaces.add(namespace);
		make("-n " + namespace + " link set lo up");
		service.list("networks")
			.forEach((network) -> plug(network, network, address(network, service.name()), "-n " + namespace + " "));
	}

	private void plug(String network, String device, String address, String where) {
		String port = "to" + address;
		make("-n %s link add %s type veth peer name there".formatted(SWITCH, port));
		make("-n %s link set %s master %s up".formatted(SWITCH, port, network));
		String target = where.isEmpty() ? "" + ProcessHandle.current().pid() : where.split(" ")[1];
		make("-n %s link set there netns %s name %s".formatted(SWITCH, target, device));
		make(where + "addr add %s/24 dev %s".formatted(address, device));
		make(where + "link set %s up".formatted(device));
	}

	private static void make(String arguments) {
		if (!ip(arguments)) {
			throw new IllegalStateException("ip " + arguments);
		}
	}

	/**
	 * Return the address of a service.
	 * @param network a network that it is in
	 * @param service its name
	 * @return an IP address
	 */
	String address(String network, String service) {
		int number = this.file.services().stream().map(ComposeFile.Service::name).toList().indexOf(service);
		return address(network, 10 + number);
	}

	/**
	 * Return the address of this machine.
	 * @param network a network that is not internal
	 * @return an IP address
	 */
	String host(String network) {
		return address(network, 1);
	}

	private String address(String network, int number) {
		return "10.231.%d.%d".formatted(8 + this.networks.indexOf(network), number);
	}

	String namespace(String service) {
		return PREFIX + service;
	}

	/**
	 * Return what a service knows about the others that are in its networks.
	 * @param service the service
	 * @return lines of {@code /etc/hosts}
	 */
	String hosts(ComposeFile.Service service) {
		return service.list("networks")
			.stream()
			.flatMap((network) -> this.file.services()
				.stream()
				.filter((other) -> other.list("networks").contains(network))
				.map((other) -> Map.entry(other.name(), address(network, other.name()))))
			.map((host) -> host.getValue() + " " + host.getKey())
			.collect(Collectors.joining("\n", "127.0.0.1 localhost\n", "\n"));
	}

	@Override
	public void close() {
		this.namespaces.forEach((namespace) -> ip("netns del " + namespace));
	}

}
