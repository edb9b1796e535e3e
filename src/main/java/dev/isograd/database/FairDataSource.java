package dev.isograd.database;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Hands out a pool's connections in the order in which they were asked for.
 *
 * <p>HikariCP gives a free connection to whoever comes by, however long others wait (its issue 2192), and who returns one
 * while many virtual threads wait spins on their carriers (2398). Here all waiting is done in front of it.
 */
final class FairDataSource extends DelegatingDataSource {

    private static final String NO_CONNECTION = "08001";

    private final Semaphore free;
    private final long longestWaitMillis;

    FairDataSource(HikariDataSource pool) {
        super(pool);
        this.free = new Semaphore(pool.getMaximumPoolSize(), true);
        this.longestWaitMillis = pool.getConnectionTimeout();
    }

    @Override
    public Connection getConnection() throws SQLException {
        await();
        try {
            return releasing(super.getConnection());
        } catch (SQLException | RuntimeException failure) {
            free.release();
            throw failure;
        }
    }

    /** How many ask for a connection and have none yet. */
    int waiting() {
        return free.getQueueLength();
    }

    private void await() throws SQLException {
        try {
            if (!free.tryAcquire(longestWaitMillis, TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        "All connections were in use for %d ms".formatted(longestWaitMillis), NO_CONNECTION);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException(
                    "Interrupted while waiting for a connection", NO_CONNECTION, interrupted);
        }
    }

    /** Makes room for the next when it is closed. */
    private Connection releasing(Connection connection) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "equals" -> {
                            return proxy == arguments[0];
                        }
                        case "hashCode" -> {
                            return System.identityHashCode(proxy);
                        }
                        default -> {
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            } finally {
                                if (method.getName().equals("close") && closed.compareAndSet(false, true)) {
                                    free.release();
                                }
                            }
                        }
                    }
                });
    }
}
