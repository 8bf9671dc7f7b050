package io.spinstream.integration;

import java.util.List;
import java.util.stream.Stream;

/**
 * Requests of all kinds to all paths. The server closes the connection after each.
 */
final class RequestForms {

	private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE");

	private static final List<String> TARGETS = List.of("/", "/index.html", "/spinner.css", "/styles", "/spin",
			"/spin?format=sse", "/spin?format=text", "/spin?format=json&style=nope",
			"/spin?lastEventId=AAAAAAAAAAAAAAAAAAAAAA.done", "/spin/", "/spin/AAAAAAAAAAAAAAAAAAAAAA",
			"/spin/AAAAAAAAAAAAAAAAAAAAAA/answer", "/form", "/%73pin", "//spin", "/spin;x=1", "/nowhere",
			"/actuator/health");

	private static final List<String> ENDS = List.of("", "Accept: text/event-stream\r\n", "Accept: text/plain\r\n",
			"Accept: application/json\r\n", "Accept: image/png\r\n", "Accept: nonsense\r\n",
			"Last-Event-ID: AAAAAAAAAAAAAAAAAAAAAA\r\n", "Last-Event-ID: AAAAAAAAAAAAAAAAAAAAAA.done\r\n",
			"Prefer: respond-async\r\n", "Prefer: wait=0\r\n", "Origin: http://localhost\r\n",
			"Origin: https://example.org\r\n", "Origin: https://example.org\r\nAccess-Control-Request-Method: GET\r\n",
			"Content-Length: 0\r\n");

	private RequestForms() {
	}

	/**
	 * Return each method of each path, with each header.
	 * @return complete requests
	 */
	static Stream<String> all() {
		return METHODS.stream().flatMap((method) -> TARGETS.stream().flatMap((target) -> of(method + " " + target)));
	}

	private static Stream<String> of(String methodAndTarget) {
		String head = methodAndTarget + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
		String oldHead = methodAndTarget + " HTTP/1.0\r\n";
		return Stream.concat(ENDS.stream().flatMap((end) -> Stream.of(head + end + "\r\n", oldHead + end + "\r\n")),
				Stream.of(head + "Content-Length: 2\r\n\r\n{}", oldHead + "Content-Length: 2\r\n\r\n{}",
						head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"));
	}

}
