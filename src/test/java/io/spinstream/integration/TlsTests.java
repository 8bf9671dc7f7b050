package io.spinstream.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.spinstream.testing.SelfSigned;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service with a certificate of its own, below a base path.
 */
@SpinstreamTest
@TestPropertySource(properties = { "spring.webflux.base-path=/below", "server.http2.enabled=true",
		"server.ssl.key-store-password=" + SelfSigned.PASSWORD })
@ExtendWith(OutputCaptureExtension.class)
class TlsTests extends ServiceTest {

	@TempDir
	private static Path directory;

	private static SelfSigned keys;

	private HttpClient client;

	@DynamicPropertySource
	static void keys(DynamicPropertyRegistry properties) throws Exception {
		keys = new SelfSigned(directory);
		properties.add("server.ssl.key-store", () -> keys.file().toString());
		properties.add("spinstream.address-file", () -> addressFile().toString());
	}

	private static Path addressFile() {
		return directory.resolve("address");
	}

	@BeforeEach
	void connect() throws Exception {
		this.client = HttpClient.newBuilder().sslContext(keys.context()).build();
	}

	@Test
	void theAddressIsLoggedAndWrittenToTheFile(CapturedOutput output) {
		String address = "https://localhost:%d/below".formatted(this.port);
		assertThat(output.getAll()).contains("Open %s/ or run: curl %1$s/spin\n".formatted(address));
		assertThat(addressFile()).hasContent(address);
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "HTTP_2" })
	void framesComeOneByOneAndTheAnswerIsLastOnOneConnection(Version version, CapturedOutput output) throws Exception {
		Set<String> connections = new HashSet<>();
		for (String supervisor : List.of("reactive", "threads", "virtual-threads", "reactive")) {
			this.answers.forget();
			HttpResponse<InputStream> response = get(version, "/below/spin?supervisor=" + supervisor);
			assertThat(response.version()).isEqualTo(version);
			isWhole(response.body());
			connections.add(response.connectionLabel().orElseThrow());
		}
		assertThat(connections).hasSize(1);
		assertThat(output.getAll()).doesNotContainPattern(" (ERROR|WARN) ");
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "HTTP_2" })
	void aRunIsBegunReadAndStoppedBelowTheBasePath(Version version, CapturedOutput output) throws Exception {
		HttpResponse<String> accepted = send(version, "/below/spin",
				(request) -> request.header("Prefer", "respond-async").POST(BodyPublishers.ofString("{}")));
		assertThat(accepted.statusCode()).isEqualTo(202);
		String path = accepted.headers().firstValue("Location").orElseThrow();
		assertThat(path).matches("/below/spin/[\\w-]{22}");
		assertThat(accepted.body()).isEqualTo("{\"run\":\"" + path + "\"}");
		HttpResponse<InputStream> joined = get(version, path);
		assertThat(joined.headers().firstValue("Content-Location")).contains(path);
		assertThat(send(version, path, HttpRequest.Builder::DELETE).statusCode()).isEqualTo(204);
		assertThat(new String(joined.body().readAllBytes(), StandardCharsets.UTF_8))
			.endsWith("event: failure\nid: " + path.substring("/below/spin/".length()) + ".done\ndata: stopped\n\n");
		assertThat(send(version, path + "/answer", HttpRequest.Builder::GET).statusCode()).isEqualTo(410);
		assertThat(output.getAll()).doesNotContainPattern(" (ERROR|WARN) ").doesNotContain(path.substring(12));
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "HTTP_2" })
	void aBodyThatIsTooLongIsRefusedAndTheNextRequestIsServed(Version version) throws Exception {
		for (int i = 0; i < 3; i++) {
			HttpResponse<String> refused = send(version, "/below/spin",
					(request) -> request.POST(BodyPublishers.ofByteArray(new byte[70_000])));
			assertThat(refused.statusCode()).isEqualTo(413);
			assertThat(send(version, "/below/styles", HttpRequest.Builder::GET).statusCode()).isEqualTo(200);
		}
		assertThat(this.answers.begun()).isZero();
	}

	private HttpResponse<String> send(Version version, String target, UnaryOperator<HttpRequest.Builder> method)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + this.port + target));
		return this.client.send(method.apply(request.version(version)).build(), BodyHandlers.ofString());
	}

	private HttpResponse<InputStream> get(Version version, String target) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + this.port + target))
			.version(version)
			.build();
		return this.client.send(request, BodyHandlers.ofInputStream());
	}

	private void isWhole(InputStream body) throws IOException {
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
			List<String> read = new ArrayList<>();
			while (!read.contains("data: c thinking!")) {
				read.add(lines.readLine());
			}
			awaitBegun(1);
			this.answers.tell("42");
			lines.lines().forEach(read::add);
			assertThat(String.join("\n", read))
				.matches("retry: 1000\nid: (.{22})\nevent: spinner\ndata: spinner object: .*\n\n"
						+ "data: a thinking!\n\n(data: [abc] thinking!\n\n)+event: answer\nid: \\1\\.done\ndata: Answer: 42\n");
		}
	}

}
