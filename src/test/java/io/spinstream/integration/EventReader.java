package io.spinstream.integration;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.ErrorStrategy.Action;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.StreamException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * A client with the parser of a library. It never closes by itself: it reconnects after
 * {@code retry} with the last id, until a status is not 200.
 */
final class EventReader extends ErrorStrategy {

	private static final Result GO_ON = new Result(Action.CONTINUE, null);

	private static final Result GIVE_UP = new Result(Action.THROW, null);

	private EventReader() {
	}

	@Override
	public Result apply(StreamException failure) {
		return (failure.getCause() instanceof NotOkException) ? GIVE_UP : GO_ON;
	}

	/**
	 * Read all events, over all connections.
	 * @param port a port of this machine
	 * @return what the client read
	 */
	static Reading read(int port) {
		List<MessageEvent> events = new ArrayList<>();
		URI spin = URI.create("http://localhost:%d/spin".formatted(port));
		ConnectStrategy strict = ConnectStrategy.http(spin)
			.clientBuilderActions((client) -> client.addInterceptor(EventReader::onlyOk));
		try (EventSource source = new EventSource.Builder(strict).errorStrategy(new EventReader()).build()) {
			while (true) {
				events.add(source.readMessage());
			}
		}
		catch (StreamException end) {
			return new Reading(events, String.valueOf(end.getCause().getMessage()));
		}
	}

	/** The library accepts any 2xx; the HTML standard only 200. */
	private static Response onlyOk(Interceptor.Chain chain) throws IOException {
		Response response = chain.proceed(chain.request());
		if (response.code() != 200) {
			response.close();
			throw new NotOkException(response.code());
		}
		return response;
	}

	/**
	 * A status that is not 200.
	 */
	private static final class NotOkException extends IOException {

		private static final long serialVersionUID = 1L;

		NotOkException(int status) {
			super("status " + status);
		}

	}

	/**
	 * What a client read.
	 *
	 * @param events all events
	 * @param end the reason why it stopped
	 */
	record Reading(List<MessageEvent> events, String end) {

		List<String> outcomes() {
			return this.events.stream()
				.filter((event) -> !List.of("message", "spinner").contains(event.getEventName()))
				.map((event) -> event.getEventName() + " " + event.getData())
				.toList();
		}

		/**
		 * Return the ids of the runs that the client joined.
		 * @return distinct ids
		 */
		List<String> runs() {
			return this.events.stream()
				.filter((event) -> event.getEventName().equals("spinner"))
				.map(MessageEvent::getLastEventId)
				.distinct()
				.toList();
		}

	}

}
