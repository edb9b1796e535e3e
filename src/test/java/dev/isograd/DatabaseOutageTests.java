package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.hibernate.TransactionException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class DatabaseOutageTests {

    @Test
    void distinguishesOutagesFromOtherFailures() {
        assertThat(List.of(
                        new DataAccessResourceFailureException("gone"),
                        new CannotAcquireLockException("deadlock"),
                        new CannotCreateTransactionException("no connection"),
                        new TransactionSystemException("commit", new SQLException("broken", "08006")),
                        new TransactionSystemException("commit", new SQLException("shutdown", "57P01")),
                        new JpaSystemException(
                                new TransactionException("rollback", new SQLException("Connection is closed")))))
                .allMatch(DatabaseOutage::isCauseOf);
        assertThat(List.of(
                        new DataIntegrityViolationException("unique"),
                        new TransactionSystemException("commit", new SQLException("check", "23514")),
                        new JpaSystemException(new TransactionException("commit", new SQLException("check", "23514"))),
                        new TransactionSystemException("no cause")))
                .noneMatch(DatabaseOutage::isCauseOf);
    }
}
