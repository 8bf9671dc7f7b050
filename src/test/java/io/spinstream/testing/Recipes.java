package io.spinstream.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/recipes.md} says.
 */
public final class Recipes {

	private static final Path DOCUMENT = Path.of("docs", "recipes.md");

	private Recipes() {
	}

	public static String text() throws IOException {
		return Files.readString(DOCUMENT);
	}

	/**
	 * Return the code of a recipe.
	 * @param language the language of a fenced block, of which there is one
	 * @return the block
	 */
	public static String code(String language) throws IOException {
		String fence = "```" + language + "\n";
		assertThat(text()).containsOnlyOnce(fence);
		return text().split(Pattern.quote(fence))[1].split("```")[0];
	}

}
