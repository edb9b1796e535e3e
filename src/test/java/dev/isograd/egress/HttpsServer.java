package dev.isograd.egress;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/** An https server of the tests at loopback, with a certificate for {@code localhost} that only they trust. */
public final class HttpsServer implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final com.sun.net.httpserver.HttpsServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final SSLContext context;
    private final AtomicInteger connections = new AtomicInteger();

    private HttpsServer(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        context = context(certificate(folder));
        server = com.sun.net.httpserver.HttpsServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(requests);
        server.start();
    }

    public static HttpsServer start(Path folder) {
        try {
            return new HttpsServer(folder);
        } catch (IOException | GeneralSecurityException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static KeyStore certificate(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    public TlsSocketStrategy trust() {
        return new DefaultClientTlsStrategy(context);
    }

    public void answer(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            connections.incrementAndGet();
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    public int requests() {
        return connections.get();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
    }
}
