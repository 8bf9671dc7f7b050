package io.spinstream.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file of the folder {@code deploy}, or a change of it.
 *
 * @param text what stands in it
 */
record YamlFile(String text) {

	private static final Path FOLDER = Path.of("deploy");

	private static final JsonMapper JSON = new JsonMapper();

	static YamlFile read(String name) throws IOException {
		return new YamlFile(Files.readString(FOLDER.resolve(name)));
	}

	/**
	 * Change the file in one place.
	 * @param there what stands there, where it does so first
	 * @param instead what stands there instead
	 * @return the changed file
	 */
	YamlFile with(String there, String instead) {
		assertThat(this.text).contains(there);
		return new YamlFile(this.text.replaceFirst(Pattern.quote(there), Matcher.quoteReplacement(instead)));
	}

	/**
	 * Return the documents of the file, with anchors and merges resolved.
	 * @return maps, lists and scalars
	 */
	List<Object> documents() {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		return StreamSupport.stream(new Yaml(new SafeConstructor(options)).loadAll(this.text).spliterator(), false)
			.toList();
	}

	List<String> json() {
		return documents().stream().map(JSON::writeValueAsString).toList();
	}

}
