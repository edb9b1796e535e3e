package dev.isograd.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP proxy that injects the faults of a bad network or a failing store between a client and a server. */
final class FaultyConnection implements AutoCloseable {

    /** The fault that a connection suffers; it is fixed when the connection opens. */
    enum Fault {
        NONE,
        /** Every request gets a 503 and never reaches the server. */
        ANSWERS_503,
        /** The response stops, but the connection stays open. */
        STALLS_REPLY,
        /** The connection closes in the middle of the response. */
        CUTS_REPLY,
        /** One byte of the response is changed. */
        CORRUPTS_REPLY,
        /** The connection closes in the middle of the request. */
        CUTS_REQUEST,
        /** One byte of the request is changed. */
        CORRUPTS_REQUEST;

        boolean inRequest() {
            return this == CUTS_REQUEST || this == CORRUPTS_REQUEST;
        }

        boolean corrupts() {
            return this == CORRUPTS_REPLY || this == CORRUPTS_REQUEST;
        }
    }

    private static final String UNAVAILABLE =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final int port;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger faultyConnections = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;
    private volatile long atByte;
    private volatile int maxFaultyConnections;

    FaultyConnection(int port) throws IOException {
        this.port = port;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.acceptor = Thread.ofVirtual().start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /**
     * Closes all connections, so that the next request meets the fault.
     *
     * @param fromByte the offset at which the fault occurs, counted per connection and direction
     */
    void inject(Fault next, long fromByte) {
        inject(next, fromByte, Integer.MAX_VALUE);
    }

    /** Injects the fault into a limited number of connections, after which connections work. */
    void inject(Fault next, long fromByte, int connections) {
        faultyConnections.set(0);
        maxFaultyConnections = connections;
        atByte = fromByte;
        fault = next;
        sockets.forEach(FaultyConnection::end);
    }

    int faultyConnections() {
        return faultyConnections.get();
    }

    /**
     * Waits for the accepting thread, because the port stays open until that thread notices that the socket is closed.
     */
    @Override
    public void close() throws IOException {
        listener.close();
        join(acceptor);
        sockets.forEach(FaultyConnection::end);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                Fault injected = fault;
                boolean faulty = injected != Fault.NONE && faultyConnections.incrementAndGet() <= maxFaultyConnections;
                Thread.ofVirtual().start(() -> serve(client, faulty ? injected : Fault.NONE));
            } catch (IOException closed) {
                end(listener);
            }
        }
    }

    private void serve(Socket client, Fault injected) {
        if (injected == Fault.ANSWERS_503) {
            respondWith503(client);
            return;
        }
        Socket server = new Socket();
        sockets.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofVirtual().start(() -> forward(client, server, injected.inRequest() ? injected : Fault.NONE));
            forward(server, client, injected.inRequest() ? Fault.NONE : injected);
        } catch (IOException serverIsDown) {
            end(client);
        }
    }

    /**
     * Reads the rest of the request, because closing with unread bytes would reset the connection and lose the
     * response.
     */
    private static void respondWith503(Socket client) {
        try (client) {
            client.getOutputStream().write(UNAVAILABLE.getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            end(client);
        }
    }

    private void forward(Socket from, Socket to, Fault injected) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] bytes = new byte[8192];
            long forwarded = 0;
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                int before = (int) Math.clamp(atByte - forwarded, 0, count);
                boolean faultHere = injected != Fault.NONE && before < count;
                if (faultHere && injected.corrupts() && atByte >= forwarded) {
                    bytes[before] ^= 1;
                }
                int whole = faultHere && !injected.corrupts() ? before : count;
                to.getOutputStream().write(bytes, 0, whole);
                if (whole < count && injected == Fault.STALLS_REPLY) {
                    // Blocks until the client gives up.
                    to.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
                if (whole < count) {
                    return;
                }
                forwarded += count;
            }
        } catch (IOException ended) {
            end(from);
        }
    }

    private static void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }
}
