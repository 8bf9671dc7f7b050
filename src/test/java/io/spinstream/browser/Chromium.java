package io.spinstream.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.spinstream.testing.Tools;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.test.context.junit.jupiter.SpringExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives each test a page of its own in one Chromium. A test fails if its page throws or
 * violates its Content Security Policy. If no Chromium is installed, the tests are
 * skipped, or fail if {@code SPINSTREAM_SKIP_NOTHING} is {@code true}.
 */
final class Chromium implements ExecutionCondition, ParameterResolver, AfterEachCallback {

	private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Chromium.class);

	private static final String MISSING = "NO CHROMIUM FOUND for the tests of the page: "
			+ "install it, or let the variable CHROMIUM name a Chromium or Chrome";

	private static final List<String> QUIET = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

	/** The timeout of assertions, long enough for a busy machine. */
	private static final int TIMEOUT_MILLIS = 20_000;

	private static final Optional<Path> EXECUTABLE = find();

	private static Optional<Path> find() {
		String named = System.getenv().getOrDefault("CHROMIUM", "");
		Stream<String> names = Stream.of("chromium", "chromium-browser", "google-chrome");
		return Stream.concat(Stream.of(named).filter((name) -> !name.isEmpty()), names)
			.flatMap(Chromium::onPath)
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static Stream<Path> onPath(String name) {
		String[] directories = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
		return Stream.of(directories).map((directory) -> Path.of(directory).resolve(name));
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (EXECUTABLE.isPresent()) {
			return ConditionEvaluationResult.enabled("Chromium is " + EXECUTABLE.get());
		}
		if (Tools.mustSkipNothing()) {
			throw new IllegalStateException(MISSING);
		}
		System.err.println(MISSING + ". Skipping them.");
		return ConditionEvaluationResult.disabled(MISSING);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Page.class;
	}

	@Override
	public Page resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Browser browser = context.getRoot()
			.getStore(HERE)
			.computeIfAbsent("session", (key) -> new Session(), Session.class)
			.browser();
		Visit visit = new Visit(browser.newContext(options(context)).newPage(), new ArrayList<>());
		visit.page().onPageError(visit.errors()::add);
		visit.page().onConsoleMessage(visit::check);
		context.getStore(HERE).put("visit", visit);
		return visit.page();
	}

	private static Browser.NewContextOptions options(ExtensionContext context) {
		String port = SpringExtension.getApplicationContext(context)
			.getEnvironment()
			.getRequiredProperty("local.server.port");
		return new Browser.NewContextOptions().setBaseURL("http://localhost:" + port);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Visit visit = context.getStore(HERE).remove("visit", Visit.class);
		if (visit != null) {
			visit.page().context().close();
			assertThat(visit.errors()).isEmpty();
		}
	}

	/** A page, and its errors. */
	private record Visit(Page page, List<String> errors) {

		void check(ConsoleMessage message) {
			if (message.text().contains("Content Security Policy")) {
				this.errors.add(message.text());
			}
		}

	}

	/** The browser, one for all tests. */
	private record Session(Playwright playwright, Browser browser) implements AutoCloseable {

		static {
			PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
		}

		Session() {
			this(Playwright
				.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
		}

		private Session(Playwright playwright) {
			this(playwright,
					playwright.chromium()
						.launch(new BrowserType.LaunchOptions().setExecutablePath(EXECUTABLE.orElseThrow())
							.setIgnoreDefaultArgs(List.of("--disable-back-forward-cache"))
							.setArgs(QUIET)));
		}

		@Override
		public void close() {
			this.browser.close();
			this.playwright.close();
		}

	}

}
