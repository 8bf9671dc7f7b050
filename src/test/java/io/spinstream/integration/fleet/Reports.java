package io.spinstream.integration.fleet;

import java.util.List;
import java.util.stream.IntStream;

import io.spinstream.testing.ReceivedRequest;
import io.spinstream.testing.Script;
import io.spinstream.testing.Upstream;

/**
 * An upstream that is asked for the report which a client names by the parameter
 * {@code id}.
 */
final class Reports implements AutoCloseable {

	private static final String PATH = "/report/";

	private final Upstream upstream = new Upstream();

	/**
	 * Return where replicas find the reports.
	 * @return a URI template
	 */
	String url() {
		return "http://127.0.0.1:%d%s{id}".formatted(this.upstream.port(), PATH);
	}

	Upstream upstream() {
		return this.upstream;
	}

	/** Answer all requests, each by the name of its report. */
	void answer() {
		this.upstream.playEach((request) -> Script.response(200, "report " + report(request)));
	}

	/**
	 * Answer one request that is held.
	 * @param report the name of a report
	 * @param computation how often it has been asked for then, from 1
	 * @param answer the answer
	 */
	void answer(String report, int computation, String answer) {
		List<String> reports = reports();
		int request = IntStream.range(0, reports.size())
			.filter((place) -> reports.get(place).equals(report))
			.skip(computation - 1)
			.findFirst()
			.orElseThrow();
		this.upstream.play(request, Script.response(200, answer));
	}

	/**
	 * Count the requests for a report since the upstream was last told to hold them.
	 * @param report the name of the report
	 * @return how often it was asked for
	 */
	int computations(String report) {
		return (int) reports().stream().filter(report::equals).count();
	}

	private List<String> reports() {
		return this.upstream.requests().stream().map(Reports::report).toList();
	}

	private static String report(ReceivedRequest request) {
		String target = request.line().split(" ")[1];
		return target.substring(PATH.length());
	}

	@Override
	public void close() {
		this.upstream.close();
	}

}
