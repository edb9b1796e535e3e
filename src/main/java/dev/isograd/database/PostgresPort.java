package dev.isograd.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * The choice of a port for the embedded server.
 *
 * @param candidates ports that are free now
 * @param reserved ports that Isograd itself listens on later, which may be free until then
 */
record PostgresPort(IntSupplier candidates, List<Integer> reserved) {

    int choose() {
        return IntStream.generate(candidates)
                .filter(port -> !reserved.contains(port))
                .findFirst()
                .orElseThrow();
    }

    /** Returns a port that the operating system calls free. */
    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
