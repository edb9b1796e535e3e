package dev.isograd.checkpoints;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets one of all processes on a database do some work, the others skip it.
 *
 * <p>The lock belongs to a transaction that stays open meanwhile, so it goes with its process; the work's own
 * transactions are others.
 */
@Component
class ClusterLock {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    ClusterLock(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Returns whether it was done here. */
    boolean run(String lock, Runnable work) {
        Boolean done = transaction.execute(status -> {
            boolean free = jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(?, 0))")
                    .param(lock)
                    .query(Boolean.class)
                    .single();
            if (free) {
                // This one holds nothing but the lock, however long the work takes.
                jdbc.sql("set local idle_in_transaction_session_timeout = 0").update();
                work.run();
            }
            return free;
        });
        return Boolean.TRUE.equals(done);
    }
}
