package io.spinstream.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;

/**
 * Serves {@code /} like the file of the page. The welcome page of Spring Boot knows
 * neither {@code HEAD} nor {@code 304}, and fails if {@code Accept} is malformed.
 */
@Configuration(proxyBeanMethods = false)
class HomePage {

	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	@Bean
	@Order(0)
	RouterFunction<ServerResponse> pageRoutes() {
		RequestPredicate home = RequestPredicates.path("/");
		Resource page = new ClassPathResource("static/index.html");
		return RouterFunctions.route(HomePage::isBasePathAlone, HomePage::redirect)
			.and(RouterFunctions.resource(home.and((request) -> METHODS.contains(request.method())), page,
					HomePage::addHeaders))
			.andRoute(home, HomePage::refuse);
	}

	private static boolean isBasePathAlone(ServerRequest request) {
		return request.requestPath().pathWithinApplication().value().isEmpty();
	}

	private static Mono<ServerResponse> redirect(ServerRequest request) {
		String query = request.uri().getRawQuery();
		String page = request.requestPath().contextPath().value() + "/" + ((query != null) ? "?" + query : "");
		return ServerResponse.permanentRedirect(URI.create(page)).build();
	}

	private static void addHeaders(Resource page, HttpHeaders headers) {
		try {
			headers.setLastModified(page.lastModified());
			headers.setCacheControl(CacheControl.noCache());
		}
		catch (IOException missing) {
			throw new UncheckedIOException(missing);
		}
	}

	private static Mono<ServerResponse> refuse(ServerRequest request) {
		return Mono.error(new MethodNotAllowedException(request.method(), METHODS));
	}

}
