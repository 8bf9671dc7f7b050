package io.spinstream.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reverse proxies of {@code docs/proxies.md}, as Debian packages them: how each is
 * started in the foreground, and what surrounds a configuration of the document. That
 * listens on port 8000 in front of 127.0.0.1:8080; {@code DIRECTORY} is where the proxy
 * puts its files.
 */
public enum ProxyProgram {

	NGINX("nginx -p DIRECTORY -c CONFIGURATION", """
			daemon off;
			pid nginx.pid;
			error_log stderr;
			events { worker_connections 4096; }
			http {
				access_log off;
				gzip on;
				%s
			}
			"""),

	HAPROXY("haproxy -db -f CONFIGURATION", """
			defaults
				mode http
				timeout connect 5s
				timeout client 50s
				timeout server 50s
			%s
			"""),

	CADDY("caddy run --adapter caddyfile --config CONFIGURATION", """
			{
				admin off
			}
			%s
			"""),

	/** Its {@code send_timeout} is shorter than a test, so the document must lift it. */
	VARNISH("varnishd -F -j none -T none -n DIRECTORY/varnish -s malloc,16m -p send_timeout=1 -a :8000"
			+ " -f CONFIGURATION", "%s"),

	APACHE("apache2 -DFOREGROUND -f CONFIGURATION", """
			ServerName localhost
			User www-data
			Group www-data
			DefaultRuntimeDir DIRECTORY
			PidFile DIRECTORY/apache.pid
			Mutex sem
			ErrorLog /dev/stderr
			LogLevel error
			Include /etc/apache2/mods-available/mpm_event.load
			Include /etc/apache2/mods-available/authz_core.load
			Include /etc/apache2/mods-available/env.load
			Include /etc/apache2/mods-available/filter.load
			Include /etc/apache2/mods-available/deflate.load
			Include /etc/apache2/mods-available/deflate.conf
			Include /etc/apache2/mods-available/proxy.load
			Include /etc/apache2/mods-available/proxy_http.load
			%s
			"""),

	LIGHTTPD("lighttpd -D -f CONFIGURATION", """
			server.document-root = "DIRECTORY"
			server.port = 8000
			%s
			"""),

	SQUID("squid -N -d 0 -f CONFIGURATION", """
			visible_hostname localhost
			pid_filename none
			coredump_dir none
			cache_log /dev/null
			access_log none
			pinger_enable off
			shutdown_lifetime 0 seconds
			%s
			""");

	private static final Path DOCUMENT = Path.of("docs", "proxies.md");

	private final String command;

	private final String frame;

	ProxyProgram(String command, String frame) {
		this.command = command;
		this.frame = frame;
	}

	/**
	 * Return the configuration that the document gives.
	 * @return the fenced block with the name of this proxy
	 */
	public String documented() throws IOException {
		String fence = "```" + name().toLowerCase(Locale.ROOT) + "\n";
		String document = Files.readString(DOCUMENT);
		assertThat(document).containsOnlyOnce(fence);
		return document.split(Pattern.quote(fence))[1].split("```")[0];
	}

	/**
	 * Return the configuration that the document gives, without the line that a claim of
	 * the document is about.
	 * @param line a line of it, without its indentation
	 * @return the other lines
	 */
	public String documentedWithout(String line) throws IOException {
		assertThat(documented()).containsOnlyOnce(line + "\n");
		return documented().replace(line + "\n", "\n");
	}

	/**
	 * Return the command that starts this proxy, which must be installed.
	 * @return the words of the command
	 */
	List<String> command() {
		List<String> words = new ArrayList<>(List.of(this.command.split(" ")));
		words.set(0, Tools.find(words.getFirst()));
		return words;
	}

	String configuration(String documented) {
		return this.frame.formatted(documented);
	}

}
