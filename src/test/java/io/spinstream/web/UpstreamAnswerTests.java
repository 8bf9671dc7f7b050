package io.spinstream.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.function.Consumer;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.spinstream.supervisor.AnswerException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class UpstreamAnswerTests {

	private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	private static final char[] PASSWORD = "changeit".toCharArray();

	private HttpServer server;

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void asksForTheUrlAsItIsWritten() throws Exception {
		start(HttpServer.create(ANYWHERE, 0), "text/plain");
		expect("http", "/a%20b?q=x%26y").expectNext("/a%20b?q=x%26y").verifyComplete();
	}

	@Test
	void tellsAnswersThatAreNoTextFromBrokenConnections() throws Exception {
		start(HttpServer.create(ANYWHERE, 0), "text/plain; charset=nonsense");
		expect("http", "/").expectErrorSatisfies(told("the upstream's answer could not be read as text")).verify();
	}

	@Test
	void speaksTlsAndTrustsNotEveryone(@TempDir Path directory) throws Exception {
		HttpsServer secure = HttpsServer.create(ANYWHERE, 0);
		secure.setHttpsConfigurator(new HttpsConfigurator(selfSigned(directory.resolve("keys.p12"))));
		start(secure, "text/plain");
		expect("https", "/").expectErrorSatisfies(told("the upstream could not be reached in a way that is secure"))
			.verify();
	}

	private void start(HttpServer started, String type) {
		this.server = started;
		this.server.createContext("/", (exchange) -> echo(exchange, type));
		this.server.start();
	}

	private static void echo(HttpExchange exchange, String type) throws IOException {
		byte[] target = exchange.getRequestURI().toString().getBytes();
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(200, target.length);
		exchange.getResponseBody().write(target);
		exchange.close();
	}

	private StepVerifier.FirstStep<String> expect(String scheme, String target) {
		URI url = URI.create(scheme + "://localhost:" + this.server.getAddress().getPort() + target);
		return StepVerifier.create(new UpstreamAnswer(url, 1).compute());
	}

	private static Consumer<Throwable> told(String reason) {
		return (failure) -> assertThat(failure).isInstanceOf(AnswerException.class).hasMessage(reason);
	}

	private static SSLContext selfSigned(Path keys) throws Exception {
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		new ProcessBuilder(keytool, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-alias", "test",
				"-storetype", "PKCS12", "-keystore", keys.toString(), "-storepass", String.valueOf(PASSWORD))
			.start()
			.waitFor();
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(keys)) {
			store.load(in, PASSWORD);
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(store, PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		return context;
	}

}
