package io.spinstream.web;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.webflux.autoconfigure.WebFluxProperties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells where the service is: in the log and, if wanted, in a file.
 */
@Component
final class StartupMessage {

	private static final Log logger = LogFactory.getLog(StartupMessage.class);

	private final ServerProperties server;

	private final WebFluxProperties webFlux;

	private final SpinstreamProperties properties;

	StartupMessage(ServerProperties server, WebFluxProperties webFlux, SpinstreamProperties properties) {
		this.properties = properties;
		this.server = server;
		this.webFlux = webFlux;
	}

	@EventListener
	void started(WebServerInitializedEvent event) {
		if (event.getApplicationContext().getServerNamespace() == null) {
			String address = address(event.getWebServer().getPort());
			logger.info("Open %s/ or run: curl %1$s/spin".formatted(address));
			this.properties.addressTarget().ifPresent((file) -> write(address, file));
		}
	}

	private String address(int port) {
		String scheme = Ssl.isEnabled(this.server.getSsl()) ? "https" : "http";
		return "%s://%s:%d%s".formatted(scheme, host(this.server.getAddress()), port,
				Objects.requireNonNullElse(this.webFlux.getBasePath(), ""));
	}

	private static String host(@Nullable InetAddress address) {
		if (address == null || address.isAnyLocalAddress()) {
			return "localhost";
		}
		return (address instanceof Inet6Address) ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
	}

	private static void write(String address, Path file) {
		try {
			Files.writeString(file, address);
		}
		catch (IOException failure) {
			logger.warn("The address could not be written to " + file, failure);
		}
	}

}
