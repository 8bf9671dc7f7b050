package io.spinstream.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import static io.spinstream.testing.Awaiting.await;

/**
 * An nginx in front of the service.
 */
public final class Nginx implements AutoCloseable {

	private static final String CONFIGURATION = """
			daemon off;
			pid nginx.pid;
			error_log stderr;
			events {}
			http {
				access_log off;
				gzip on;
				upstream spinstream {
					server 127.0.0.1:%d;
					keepalive 16;
				}
				server {
					listen 127.0.0.1:%d;
					keepalive_requests 100000;
					location / {
						proxy_pass http://spinstream;
						%s
					}
				}
			}
			""";

	private final int port = freePort();

	private final Process process;

	/**
	 * Start nginx, and wait until it answers. The test is skipped if there is none.
	 * @param directory where it puts its files
	 * @param server the port of the service
	 * @param settings directives of the location
	 */
	public Nginx(Path directory, int server, String settings) throws IOException {
		String executable = Tools.find("nginx");
		Files.writeString(directory.resolve("nginx.conf"), CONFIGURATION.formatted(server, this.port, settings));
		this.process = new ProcessBuilder(executable, "-p", directory.toString(), "-c", "nginx.conf").inheritIO()
			.start();
		await().ignoreExceptions().until(() -> status("/actuator/health") == 200);
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private int status(String target) throws IOException {
		try (RawClient client = RawClient.get(this.port, target)) {
			return client.status();
		}
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.destroy();
		await().until(() -> !this.process.isAlive());
	}

}
