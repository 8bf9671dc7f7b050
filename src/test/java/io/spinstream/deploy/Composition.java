package io.spinstream.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.spinstream.testing.RawClient;
import io.spinstream.testing.Upstream;

/**
 * The services of {@code compose.yaml}, started in the order that it demands.
 */
final class Composition implements AutoCloseable {

	static final String PASSWORD = "0123456789abcdef";

	private static final int PORT = 8080;

	private final ComposeFile file;

	private final ContainerNetworks networks;

	private final Path configuration;

	private final Path directory;

	private final Upstream upstream;

	private final Map<String, Container> containers = new LinkedHashMap<>();

	/**
	 * Start the services, and wait until all are healthy.
	 * @param directory where their output goes
	 */
	Composition(Path directory) throws IOException {
		this.file = ComposeFile.read(Map.of("REDIS_PASSWORD", PASSWORD));
		this.directory = directory;
		this.configuration = directory.resolve("nginx.conf");
		// Debian's nginx is older, and looks up names only when it starts.
		Files.writeString(this.configuration,
				Files.readString(Path.of("deploy", "nginx.conf")).replace(":8080 resolve", ":8080"));
		this.networks = new ContainerNetworks(this.file);
		this.upstream = new Upstream(InetAddress.getByName(this.networks.host("front")));
		try {
			start();
		}
		catch (IOException | RuntimeException | Error failure) {
			close();
			throw failure;
		}
	}

	private void start() throws IOException {
		List<ComposeFile.Service> waiting = new ArrayList<>(this.file.services());
		while (!waiting.isEmpty()) {
			ComposeFile.Service next = waiting.stream()
				.filter((service) -> this.containers.keySet().containsAll(service.dependencies()))
				.findFirst()
				.orElseThrow();
			for (String dependency : next.dependencies()) {
				container(dependency).awaitHealthy();
			}
			start(next);
			waiting.remove(next);
		}
		for (Container container : this.containers.values()) {
			container.awaitHealthy();
		}
	}

	private void start(ComposeFile.Service service) throws IOException {
		this.containers.put(service.name(),
				new Container(service, this.networks, this.configuration, this.directory,
						Map.of("SPINSTREAM_ANSWER_URL",
								"http://%s:%d/".formatted(this.networks.host("front"), this.upstream.port()))));
	}

	/**
	 * Start a service again that has ended, and wait until it is healthy.
	 * @param name its name
	 */
	void startAgain(String name) throws IOException {
		for (ComposeFile.Service service : this.file.services()) {
			if (service.name().equals(name)) {
				start(service);
			}
		}
		container(name).awaitHealthy();
	}

	/**
	 * Return what the replicas ask for answers.
	 * @return the upstream, on this machine
	 */
	Upstream upstream() {
		return this.upstream;
	}

	Container container(String service) {
		return Objects.requireNonNull(this.containers.get(service));
	}

	Map<String, Container> containers() {
		return this.containers;
	}

	/**
	 * Return the replicas of Spinstream.
	 * @return the names of their services
	 */
	List<String> replicas() {
		return this.file.services()
			.stream()
			.filter(ComposeFile.Service::isBuilt)
			.map(ComposeFile.Service::name)
			.toList();
	}

	/**
	 * Send a request.
	 * @param service a service in the network "front"
	 * @param head the request line and more header lines
	 * @return the client that has sent it
	 */
	RawClient ask(String service, String... head) {
		return new RawClient(this.networks.address("front", service), PORT)
			.send(String.join("\r\n", head) + "\r\nHost: spin.example:8080\r\n\r\n");
	}

	/**
	 * Return a meter.
	 * @param replica a replica
	 * @param name the name of the meter in Prometheus
	 * @return the sum of its values over all tags
	 */
	double meter(String replica, String name) throws IOException {
		try (RawClient client = ask(replica, "GET /actuator/prometheus HTTP/1.1")) {
			return Pattern.compile("(?m)^" + name + "(?:\\{.*})? (\\S+)$")
				.matcher(client.rest())
				.results()
				.mapToDouble((sample) -> Double.parseDouble(sample.group(1)))
				.sum();
		}
	}

	@Override
	public void close() {
		this.containers.values().forEach(Container::close);
		this.upstream.close();
		this.networks.close();
	}

}
