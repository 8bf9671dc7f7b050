package io.spinstream.deploy;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.kubernetes.client.openapi.JSON;

import org.springframework.util.StringUtils;

/**
 * The types of the Kubernetes API, as its own client generates them from the API's
 * description. They refuse unknown fields, and objects without a field that is required.
 */
final class KubernetesTypes {

	private static final String APIS = "io.kubernetes.client.openapi.apis.";

	/** Scalars as strict as the API is: the client would read 8080 as a string. */
	private static final Gson STRICT = JSON.getGson()
		.newBuilder()
		.registerTypeAdapter(String.class, strict(String.class, JsonToken.STRING))
		.registerTypeAdapter(Integer.class, strict(Integer.class, JsonToken.NUMBER))
		.registerTypeAdapter(Long.class, strict(Long.class, JsonToken.NUMBER))
		.registerTypeAdapter(Boolean.class, strict(Boolean.class, JsonToken.BOOLEAN))
		.create();

	private KubernetesTypes() {
	}

	/**
	 * Read an object of the API.
	 * @param json the object
	 * @return the object as its type
	 * @throws RuntimeException if the object is none of its API
	 */
	static Object read(String json) {
		JsonObject object = JsonParser.parseString(json).getAsJsonObject();
		String version = object.get("apiVersion").getAsString();
		String kind = object.get("kind").getAsString();
		return STRICT.fromJson(object, type(version, kind));
	}

	/** The type of the body of a request that creates such an object. */
	private static Type type(String version, String kind) {
		String[] words = ("core/" + version).split("/");
		String api = APIS + StringUtils.capitalize(words[words.length - 2].replaceFirst("\\..*", ""))
				+ StringUtils.capitalize(words[words.length - 1]) + "Api";
		try {
			return Stream.of(Class.forName(api).getMethods())
				.filter((method) -> method.getName().equals("createNamespaced" + kind))
				.map((method) -> method.getParameterTypes()[1])
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException("no kind " + kind + " in " + version));
		}
		catch (ClassNotFoundException unknown) {
			throw new IllegalArgumentException("no API " + version, unknown);
		}
	}

	private static <T> TypeAdapter<T> strict(Class<T> type, JsonToken token) {
		TypeAdapter<T> lenient = new Gson().getAdapter(type);
		return new TypeAdapter<>() {

			@Override
			public void write(JsonWriter out, T value) throws IOException {
				lenient.write(out, value);
			}

			@Override
			public T read(JsonReader in) throws IOException {
				if (in.peek() != token) {
					throw new JsonParseException("no " + type.getSimpleName() + " at " + in.getPath());
				}
				return lenient.read(in);
			}

		};
	}

}
