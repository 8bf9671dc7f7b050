package io.spinstream.deploy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code compose.yaml} says, with variables replaced.
 *
 * @param services the services, in their order
 * @param networks the networks
 * @param internal those of the networks that lead to nowhere else
 */
record ComposeFile(List<Service> services, Set<String> networks, Set<String> internal) {

	/** As {@code ${NAME}}, or with the text that tells that it is missing. */
	private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:\\?[^}]*)?}");

	/**
	 * Read the file.
	 * @param variables the variables that it uses
	 * @return what it says
	 */
	static ComposeFile read(Map<String, String> variables) throws IOException {
		String text = VARIABLE.matcher(YamlFile.read("compose.yaml").text())
			.replaceAll((found) -> Objects.requireNonNull(variables.get(found.group(1)), found::group));
		Map<String, Object> file = map(new YamlFile(text).documents().getFirst());
		Map<String, Object> networks = map(file.get("networks"));
		return new ComposeFile(
				map(file.get("services")).entrySet()
					.stream()
					.map((service) -> new Service(service.getKey(), map(service.getValue())))
					.toList(),
				networks.keySet(),
				networks.keySet()
					.stream()
					.filter((network) -> Boolean.TRUE.equals(map(networks.get(network)).get("internal")))
					.collect(Collectors.toSet()));
	}

	private static Map<String, Object> map(Object value) {
		Map<String, Object> map = new LinkedHashMap<>();
		if (value instanceof Map<?, ?> entries) {
			entries.forEach((key, entry) -> map.put(key.toString(), entry));
		}
		return map;
	}

	/**
	 * A service.
	 *
	 * @param name its name, which is also that of its host
	 * @param keys what the file says of it
	 */
	record Service(String name, Map<String, Object> keys) {

		boolean is(String key) {
			return Boolean.TRUE.equals(this.keys.get(key));
		}

		boolean isBuilt() {
			return this.keys.containsKey("build");
		}

		String text(String key) {
			return String.valueOf(this.keys.getOrDefault(key, ""));
		}

		List<String> list(String key) {
			return (this.keys.get(key) instanceof List<?> list) ? list.stream().map(Object::toString).toList()
					: List.of();
		}

		Map<String, String> environment() {
			return map(this.keys.get("environment")).entrySet()
				.stream()
				.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().toString()));
		}

		Set<String> dependencies() {
			return map(this.keys.get("depends_on")).keySet();
		}

		/**
		 * Return the command of the health check.
		 * @return the command for a shell, or nothing if it is that of the image
		 */
		String healthCheck() {
			return (map(this.keys.get("healthcheck")).get("test") instanceof List<?> test) ? test.getLast().toString()
					: "";
		}

	}

}
