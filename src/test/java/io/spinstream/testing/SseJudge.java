package io.spinstream.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.FaultEvent;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.StreamEvent;
import com.sun.net.httpserver.HttpServer;

/**
 * Reads bodies by a parser that is not ours.
 */
public final class SseJudge {

	private SseJudge() {
	}

	public static List<String> read(byte[] body) {
		return serve((out) -> out.write(body));
	}

	public static List<String> readByteByByte(byte[] body) {
		return serve((out) -> {
			for (byte one : body) {
				out.write(one);
				out.flush();
			}
		});
	}

	private static List<String> serve(Body body) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", (exchange) -> {
				exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
				exchange.sendResponseHeaders(200, 0);
				try (OutputStream out = exchange.getResponseBody()) {
					body.write(out);
				}
			});
			server.start();
			try {
				return read(URI.create("http://localhost:" + server.getAddress().getPort() + "/"));
			}
			finally {
				server.stop(0);
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * Read one body to its end.
	 * @param uri where it is
	 * @return for each event its name, the last id and its data, joined by {@code |}
	 */
	public static List<String> read(URI uri) {
		List<String> events = new ArrayList<>();
		try (EventSource source = new EventSource.Builder(ConnectStrategy.http(uri))
			.errorStrategy(ErrorStrategy.alwaysContinue())
			.build()) {
			for (StreamEvent event : source.anyEvents()) {
				if (event instanceof FaultEvent) {
					break;
				}
				if (event instanceof MessageEvent message) {
					events.add(message.getEventName() + "|" + message.getLastEventId() + "|" + message.getData());
				}
			}
		}
		return events;
	}

	@FunctionalInterface
	private interface Body {

		void write(OutputStream out) throws IOException;

	}

}
