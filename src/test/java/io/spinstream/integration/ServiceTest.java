package io.spinstream.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.spinstream.testing.RawClient;
import org.junit.jupiter.api.AfterEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static io.spinstream.testing.Awaiting.await;

/**
 * A {@link SpinstreamTest}, with what most of them need. After each test its clients are
 * closed and its computations are ended.
 */
abstract class ServiceTest {

	@LocalServerPort
	int port;

	@Autowired
	ScriptedAnswer answers;

	@Autowired
	Meters meters;

	final List<RawClient> clients = new ArrayList<>();

	@AfterEach
	void close() {
		this.clients.forEach(RawClient::close);
		this.answers.tell("over");
	}

	RawClient get(String target, String... headers) {
		return keep(RawClient.get(this.port, target, headers));
	}

	/** Reads the head of the response. */
	RawClient ask(String method, String target, String... headers) throws IOException {
		return keep(RawClient.request(this.port, method, target, headers)).nextResponse(!method.equals("HEAD"));
	}

	private RawClient keep(RawClient client) {
		this.clients.add(client);
		return client;
	}

	void awaitBegun(int number) {
		await().until(() -> this.answers.begun() == number);
	}

}
