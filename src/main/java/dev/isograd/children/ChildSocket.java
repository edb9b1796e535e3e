package dev.isograd.children;

import dev.isograd.trainer.MessageChannel;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The Unix domain socket between a child process and its supervisor, in a folder that only the owner can enter. */
public final class ChildSocket implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final Path path;
    private final ServerSocketChannel server;

    /** Uses the system's temporary folder, because socket paths are limited to about 100 characters. */
    public ChildSocket() throws IOException {
        folder = Files.createTempDirectory("isograd");
        path = folder.resolve("child");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        server.configureBlocking(false);
    }

    public Path path() {
        return path;
    }

    /**
     * Waits until the child connects.
     *
     * @param cancelled polled all the time; ends the wait
     * @return empty if the process ended without connecting, or the wait was cancelled
     * @throws SocketTimeoutException if it keeps running but does not connect in time
     */
    public Optional<MessageChannel> accept(Process child, BooleanSupplier cancelled)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + CONNECT_LIMIT.toNanos();
        while (System.nanoTime() < deadline && !cancelled.getAsBoolean()) {
            SocketChannel socket = server.accept();
            if (socket != null) {
                socket.configureBlocking(true);
                return Optional.of(new MessageChannel(socket));
            }
            if (child.waitFor(Duration.ofMillis(20))) {
                return Optional.empty();
            }
        }
        if (cancelled.getAsBoolean()) {
            return Optional.empty();
        }
        throw new SocketTimeoutException(
                "The child process did not connect within %d s".formatted(CONNECT_LIMIT.toSeconds()));
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
        Files.deleteIfExists(folder);
    }
}
