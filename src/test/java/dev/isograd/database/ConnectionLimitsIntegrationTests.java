package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import dev.isograd.DatabaseOutage;
import dev.isograd.IsogradTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A transaction of a machine that died cannot block other machines for long. */
@IsogradTest
class ConnectionLimitsIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void endsIdleTransactions() {
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("30s");

        Exception failure = catchException(() -> transaction().executeWithoutResult(status -> {
            int server =
                    jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
            jdbc.sql("set local idle_in_transaction_session_timeout = '10ms'").update();
            transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED).executeWithoutResult(none -> awaitEnd(server));
            jdbc.sql("select 1").query(Integer.class).single();
        }));

        assertThat(DatabaseOutage.isCauseOf(failure)).as("%s", failure).isTrue();
    }

    @Test
    void limitsTheWaitForALock() {
        assertThat(setting("lock_timeout")).isEqualTo("10s");

        Exception failure = catchException(() -> transaction().executeWithoutResult(holder -> {
            jdbc.sql("lock table job_transition in access exclusive mode").update();
            transaction().executeWithoutResult(waiter -> {
                jdbc.sql("set local lock_timeout = '10ms'").update();
                jdbc.sql("lock table job_transition in access share mode").update();
            });
        }));

        assertThat(DatabaseOutage.isCauseOf(failure)).as("%s", failure).isTrue();
    }

    private TransactionTemplate transaction() {
        return transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    private TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        template.setPropagationBehavior(propagation);
        return template;
    }

    private String setting(String name) {
        return jdbc.sql("show " + name).query(String.class).single();
    }

    /** Must run outside a transaction, because within one the view of the server's activity would not change. */
    private void awaitEnd(int server) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (jdbc.sql("select exists (select from pg_stat_activity where pid = ?)")
                .param(server)
                .query(Boolean.class)
                .single()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
