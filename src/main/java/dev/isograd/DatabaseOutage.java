package dev.isograd;

import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells failures of the database that pass from those that do not. */
public final class DatabaseOutage {

    private DatabaseOutage() {}

    /** The same may succeed later: no connection, a server that stops or starts, a deadlock. */
    public static boolean isCauseOf(Exception failure) {
        if (failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessException
                || failure instanceof CannotCreateTransactionException) {
            return true;
        }
        boolean broken = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return passes(sql.getSQLState());
            }
            // Only a lost connection cannot be rolled back; of what went wrong before, Hibernate then says nothing.
            broken |= cause instanceof org.hibernate.TransactionException;
        }
        return broken;
    }

    /** Connection exceptions, an operator's intervention, and a connection that was ended for holding up others. */
    private static boolean passes(String sqlState) {
        return sqlState.startsWith("08")
                || sqlState.startsWith("57P")
                || sqlState.equals("25P03")
                || sqlState.equals("55P03");
    }
}
