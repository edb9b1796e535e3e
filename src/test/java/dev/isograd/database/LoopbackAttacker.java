package dev.isograd.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another user of the machine, who connects to every new loopback port as superuser, every millisecond. */
final class LoopbackAttacker implements AutoCloseable {

    private static final String LISTENS = "0A";

    private final Set<Integer> known = listening();
    private final Set<Integer> refusedPorts = ConcurrentHashMap.newKeySet();
    private final List<String> successes = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().start(this::attack);
    private volatile boolean stopped;

    private void attack() {
        while (!stopped) {
            for (int port : listening()) {
                if (!known.contains(port)) {
                    connect(port);
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void connect(int port) {
        String url = "jdbc:postgresql://127.0.0.1:" + port
                + "/postgres?user=postgres&connectTimeout=1&socketTimeout=1&loginTimeout=1";
        try (Connection connection = DriverManager.getConnection(url)) {
            successes.add(connection.getMetaData().getUserName() + " on port " + port);
        } catch (SQLException refused) {
            refusedPorts.add(port);
        }
    }

    /** Reads the kernel's table of sockets, which all users can read. */
    private static Set<Integer> listening() {
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/tcp"))) {
            return sockets.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[3].equals(LISTENS))
                    .map(fields -> Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16))
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<String> successes() {
        return successes;
    }

    /** The ports that were found and did not let the attacker in. */
    Set<Integer> refusedPorts() {
        return refusedPorts;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
