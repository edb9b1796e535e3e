package dev.isograd.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A proxy with an address that stays while servers come and go, which cuts every connection after some seconds. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int seconds;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService scissors = Executors.newSingleThreadScheduledExecutor();
    private volatile int target;

    CuttingProxy(int seconds) throws IOException {
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.seconds = seconds;
        threads.submit(this::accept);
    }

    void forwardTo(ServerProcess server) {
        target = URI.create(server.url()).getPort();
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.submit(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket("localhost", target)) {
            scissors.schedule(() -> cut(client, server), seconds, TimeUnit.SECONDS);
            threads.submit(() -> copy(client, server));
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException cut) {
            // The client sees a connection that ends, as it does with any proxy.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // The other direction ends as well.
        }
    }

    private static void cut(Socket client, Socket server) {
        try (client;
                server) {
            client.setSoLinger(true, 0);
        } catch (IOException closed) {
            // It ended before its time.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        scissors.shutdownNow();
        threads.shutdownNow();
    }
}
