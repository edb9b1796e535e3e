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
 * Hands out a pool's connections in the order of the requests.
 *
 * <p>HikariCP may give a free connection to a new thread although others have waited longer (its issue 2192). Returning
 * a connection while many virtual threads wait keeps their carrier threads busy (issue 2398). This class avoids both:
 * threads wait for a semaphore in front of the pool.
 */
final class FairDataSource extends DelegatingDataSource {

    private static final String NO_CONNECTION = "08001";

    private final Semaphore free;
    private final long timeoutMillis;

    FairDataSource(HikariDataSource pool) {
        super(pool);
        this.free = new Semaphore(pool.getMaximumPoolSize(), true);
        this.timeoutMillis = pool.getConnectionTimeout();
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

    /** Number of threads that wait for a connection. */
    int waiting() {
        return free.getQueueLength();
    }

    private void await() throws SQLException {
        try {
            if (!free.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        "All connections were in use for %d ms".formatted(timeoutMillis), NO_CONNECTION);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException(
                    "Interrupted while waiting for a connection", NO_CONNECTION, interrupted);
        }
    }

    /** Wraps a connection so that closing it releases its permit, once even if it is closed twice. */
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
