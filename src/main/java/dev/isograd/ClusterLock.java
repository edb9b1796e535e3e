package dev.isograd;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ensures that only one process of the cluster runs a task at a time; the others skip it.
 *
 * <p>An advisory lock is held by a transaction that stays open during the task, so the lock ends with its process. The
 * task uses transactions of its own.
 */
@Component
public class ClusterLock {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    ClusterLock(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Runs the task if the lock is free; returns whether the task ran. */
    public boolean run(String lock, Runnable task) {
        Boolean ran = transaction.execute(status -> {
            boolean free = jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(?, 0))")
                    .param(lock)
                    .query(Boolean.class)
                    .single();
            if (free) {
                // Idle time is harmless here, because the transaction holds nothing but the advisory lock.
                jdbc.sql("set local idle_in_transaction_session_timeout = 0").update();
                task.run();
            }
            return free;
        });
        return Boolean.TRUE.equals(ran);
    }
}
