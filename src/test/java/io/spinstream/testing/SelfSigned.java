package io.spinstream.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key store with a certificate for {@code localhost} that nobody else has signed.
 */
public final class SelfSigned {

	public static final String PASSWORD = "changeit";

	private final Path file;

	/**
	 * Create a key store.
	 * @param directory where its file is written
	 */
	public SelfSigned(Path directory) throws IOException, InterruptedException {
		this.file = directory.resolve("keys.p12");
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		new ProcessBuilder(keytool, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"SAN=dns:localhost", "-alias", "test", "-storetype", "PKCS12", "-keystore", this.file.toString(),
				"-storepass", PASSWORD)
			.start()
			.waitFor();
	}

	/**
	 * Return the file, which serves as a trust store too.
	 * @return its path
	 */
	public Path file() {
		return this.file;
	}

	/**
	 * Create a context for a server that has the certificate, or a client that trusts it.
	 * @return the context
	 */
	public SSLContext context() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.file)) {
			store.load(in, PASSWORD.toCharArray());
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD.toCharArray());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

}
