package dev.isograd.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes TCP connections on to servers in turn, as a load balancer does that knows which ones take new connections. */
final class Balancer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    Balancer() throws IOException {
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://localhost:" + listener.getLocalPort();
    }

    void add(ServerProcess server) {
        ports.add(server.port());
    }

    /** Connections that exist stay; new ones go to the other servers. */
    void remove(ServerProcess server) {
        ports.remove((Integer) server.port());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        int port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
        try (client;
                Socket server = new Socket()) {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            Thread up = Thread.ofVirtual().start(() -> copy(client, server));
            copy(server, client);
            up.join();
        } catch (IOException refused) {
            // The client sees a closed connection, as behind any balancer whose server has just gone.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException over) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
