package dev.isograd.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 server in this process: S3Proxy, which usually keeps objects in memory.
 *
 * <p>A separate class loader loads it from {@code target/s3-server}, where the build puts its jars. On the class path,
 * they would make the service under test support XML.
 */
public final class S3Server implements AutoCloseable {

    public static final String ACCESS_KEY = "isograd-tests";
    public static final String SECRET_KEY = "not-a-secret-of-anybody";

    private static final Path JARS = Path.of("target", "s3-server");
    private static final ClassLoader LOADER = new URLClassLoader("s3-server", jars(), S3Server.class.getClassLoader());

    private final Object objects;
    private Object server;
    private final int port;

    private S3Server(Object objects) throws ReflectiveOperationException {
        this.objects = objects;
        server = started(0);
        port = (int) server.getClass().getMethod("getPort").invoke(server);
    }

    public static S3Server start() {
        try {
            return new S3Server(
                    type("nio2blob.TransientNio2BlobStore").getConstructor().newInstance());
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Keeps objects in a folder, for those that do not fit into memory. */
    public static S3Server startOnDisk(Path folder) {
        try {
            Files.createDirectories(folder);
            return new S3Server(type("nio2blob.FilesystemNio2BlobStore")
                    .getConstructor(String.class)
                    .newInstance(folder.toString()));
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int port() {
        return port;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Creates an empty bucket and returns its name. */
    public String bucket() {
        String bucket = "bucket-" + UUID.randomUUID();
        try (S3Client client = client()) {
            client.createBucket(it -> it.bucket(bucket));
        }
        return bucket;
    }

    /** Creates a client that reads and writes the server directly, without the store under test. */
    S3Client client() {
        S3Properties settings = S3Settings.of(address(), "any");
        return S3Clients.client(settings, S3Clients.credentials(settings));
    }

    public void stop() {
        try {
            server.getClass().getMethod("stop").invoke(server);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Starts the server again, at the same address and with the same objects. */
    public void restart() {
        try {
            server = started(port);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private Object started(int atPort) throws ReflectiveOperationException {
        Class<?> proxy = type("S3Proxy");
        Class<?> authentication = type("auth.AuthenticationType");
        Object builder = proxy.getMethod("builder").invoke(null);
        builder = with(builder, "endpoint", URI.class, URI.create("http://127.0.0.1:" + atPort));
        builder = with(builder, "blobStore", type("blobstore.BlobStore"), objects);
        builder = with(builder, "stopTimeout", long.class, 0L);
        builder.getClass()
                .getMethod("awsAuthentication", authentication, String.class, String.class)
                .invoke(builder, authentication.getField("AWS_V4").get(null), ACCESS_KEY, SECRET_KEY);
        Object started = builder.getClass().getMethod("build").invoke(builder);
        proxy.getMethod("start").invoke(started);
        return started;
    }

    private static Object with(Object builder, String name, Class<?> type, Object value)
            throws ReflectiveOperationException {
        return builder.getClass().getMethod(name, type).invoke(builder, value);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("org.gaul.s3proxy." + name, true, LOADER);
    }

    private static URL[] jars() {
        try (Stream<Path> files = Files.list(JARS)) {
            return files.map(S3Server::url).toArray(URL[]::new);
        } catch (IOException missing) {
            throw new UncheckedIOException("Run ./mvnw process-test-resources first", missing);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
