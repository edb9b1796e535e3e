package dev.isograd;

import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Distinguishes temporary failures of the database from permanent ones. */
public final class DatabaseOutage {

    private DatabaseOutage() {}

    /** Whether a retry may succeed: no connection, a server that stops or starts, a deadlock. */
    public static boolean isCauseOf(Exception failure) {
        if (failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessException
                || failure instanceof CannotCreateTransactionException) {
            return true;
        }
        boolean rollbackFailed = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return isTemporary(sql.getSQLState());
            }
            // Hibernate hides the original error if the rollback fails, which happens only after a lost connection.
            rollbackFailed |= cause instanceof org.hibernate.TransactionException;
        }
        return rollbackFailed;
    }

    /**
     * Connection errors (08), too few resources such as a full disk (53), operator intervention (57P), an idle
     * transaction (25P03) and a lock timeout (55P03).
     */
    private static boolean isTemporary(String sqlState) {
        return sqlState.startsWith("08")
                || sqlState.startsWith("53")
                || sqlState.startsWith("57P")
                || sqlState.equals("25P03")
                || sqlState.equals("55P03");
    }
}
