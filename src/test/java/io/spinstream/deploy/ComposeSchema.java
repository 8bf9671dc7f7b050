package io.spinstream.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.spinstream.testing.ClientProgram;

/**
 * The schema of Compose files, which Docker publishes and the linter {@code dclint}
 * carries.
 */
final class ComposeSchema {

	private static final String FILE = "dclint/schemas/compose.schema.json";

	/** Its own name is a relative one. */
	private static final SchemaLocation HERE = SchemaLocation.of("https://localhost/compose_spec.json");

	private final Schema schema;

	/**
	 * Load the schema. The test is skipped if the package cannot be installed.
	 */
	ComposeSchema() throws IOException, InterruptedException {
		try (InputStream file = Files.newInputStream(ClientProgram.nodePackages().resolve(FILE))) {
			this.schema = SchemaRegistry.withDialect(Dialects.getDraft7()).getSchema(HERE, file, InputFormat.JSON);
		}
	}

	/**
	 * Judge a file.
	 * @param file a Compose file
	 * @return what is wrong with it, or nothing
	 */
	List<String> errors(YamlFile file) {
		return file.json()
			.stream()
			.flatMap((json) -> this.schema.validate(json, InputFormat.JSON).stream())
			.map(Object::toString)
			.toList();
	}

}
