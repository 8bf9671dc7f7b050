package io.spinstream.web;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says where to look.
 */
@Component
final class Greeting {

	private static final Log logger = LogFactory.getLog(Greeting.class);

	@EventListener
	void ready(WebServerInitializedEvent event) {
		if (event.getApplicationContext().getServerNamespace() != null) {
			return;
		}
		logger.info(
				"Open http://localhost:%d or run: curl localhost:%1$d/spin".formatted(event.getWebServer().getPort()));
	}

}
