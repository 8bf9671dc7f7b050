package io.spinstream.browser;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * A slow endpoint that answers when it is told to.
 */
@TestConfiguration(proxyBeanMethods = false)
class Upstream {

	private final AtomicInteger requests = new AtomicInteger();

	private volatile CompletableFuture<Reply> reply = new CompletableFuture<>();

	private InetSocketAddress address = new InetSocketAddress("localhost", 0);

	private HttpServer server = start();

	@Bean
	DynamicPropertyRegistrar answerUrl() {
		return (registry) -> registry.add("spinstream.answer.url", () -> "http://localhost:" + this.address.getPort());
	}

	private HttpServer start() {
		try {
			HttpServer started = HttpServer.create(this.address, 0);
			started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
			started.createContext("/", this::handle);
			started.start();
			this.address = started.getAddress();
			return started;
		}
		catch (IOException failure) {
			throw new IllegalStateException(failure);
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		this.requests.incrementAndGet();
		try (exchange) {
			Reply now = this.reply.join();
			byte[] body = now.text().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(now.status(), body.length);
			exchange.getResponseBody().write(body);
		}
	}

	/**
	 * Let all wait who come from now on, none of those from before.
	 */
	void hold() {
		this.reply.complete(new Reply(200, "too late"));
		this.reply = new CompletableFuture<>();
		this.requests.set(0);
	}

	void answer(String text) {
		this.reply.complete(new Reply(200, text));
	}

	void fail(int status) {
		this.reply.complete(new Reply(status, "-"));
	}

	/** Refuse connections. */
	void stop() {
		this.server.stop(0);
	}

	void restart() {
		this.server = start();
	}

	/** How often an answer was asked for since the last {@code hold}. */
	int requests() {
		return this.requests.get();
	}

	private record Reply(int status, String text) {
	}

}
