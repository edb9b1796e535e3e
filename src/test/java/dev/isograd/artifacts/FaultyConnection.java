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

/** Stands between a client and a server on TCP and does to what passes what a bad network or a sick store would do. */
final class FaultyConnection implements AutoCloseable {

    /** What happens to a connection from its first byte on. */
    enum Fault {
        NONE,
        /** Requests are answered 503 and reach nobody. */
        ANSWERS_503,
        /** The server's bytes stop coming, the connection stays. */
        STALLS_REPLY,
        /** The connection ends within the reply. */
        CUTS_REPLY,
        /** One byte of the reply is another one. */
        CORRUPTS_REPLY,
        /** The connection ends within the request. */
        CUTS_REQUEST,
        /** One byte of the request is another one. */
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
    private final ServerSocket door;
    private final Thread doorkeeper;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger faultyConnections = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;
    private volatile long atByte;
    private volatile int most;

    FaultyConnection(int port) throws IOException {
        this.port = port;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.doorkeeper = Thread.ofVirtual().start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** Ends all connections, so that the next request meets the fault; byte counts run per connection and direction. */
    void suffer(Fault next, long fromByte) {
        suffer(next, fromByte, Integer.MAX_VALUE);
    }

    /** Only the first connections suffer. */
    void suffer(Fault next, long fromByte, int connections) {
        faultyConnections.set(0);
        most = connections;
        atByte = fromByte;
        fault = next;
        sockets.forEach(FaultyConnection::end);
    }

    int faultyConnections() {
        return faultyConnections.get();
    }

    /** Nobody listens when this returns: a socket that a thread accepts on is closed by that thread, a moment later. */
    @Override
    public void close() throws IOException {
        door.close();
        join(doorkeeper);
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
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                sockets.add(client);
                Fault now = fault;
                boolean suffers = now != Fault.NONE && faultyConnections.incrementAndGet() <= most;
                Thread.ofVirtual().start(() -> serve(client, suffers ? now : Fault.NONE));
            } catch (IOException closed) {
                end(door);
            }
        }
    }

    private void serve(Socket client, Fault now) {
        if (now == Fault.ANSWERS_503) {
            refuse(client);
            return;
        }
        Socket server = new Socket();
        sockets.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofVirtual().start(() -> pass(client, server, now.inRequest() ? now : Fault.NONE));
            pass(server, client, now.inRequest() ? Fault.NONE : now);
        } catch (IOException serverIsDown) {
            end(client);
        }
    }

    /** Reads what the client still sends: closing on unread bytes would reset the connection and lose the answer. */
    private static void refuse(Socket client) {
        try (client) {
            client.getOutputStream().write(UNAVAILABLE.getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            end(client);
        }
    }

    private void pass(Socket from, Socket to, Fault now) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] bytes = new byte[8192];
            long passed = 0;
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                int before = (int) Math.clamp(atByte - passed, 0, count);
                boolean strikes = now != Fault.NONE && before < count;
                if (strikes && now.corrupts() && atByte >= passed) {
                    bytes[before] ^= 1;
                }
                int whole = strikes && !now.corrupts() ? before : count;
                to.getOutputStream().write(bytes, 0, whole);
                if (whole < count && now == Fault.STALLS_REPLY) {
                    // Until the client gives up.
                    to.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
                if (whole < count) {
                    return;
                }
                passed += count;
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
