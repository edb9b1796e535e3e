package dev.isograd.logs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A line as the API shows it. */
record LineResponse(long line, String stream, Instant at, String text) {

    /** From columns of these names. */
    static LineResponse of(ResultSet row) throws SQLException {
        return new LineResponse(
                row.getLong("line"),
                LogStream.valueOf(row.getString("stream")).toString(),
                row.getTimestamp("at").toInstant(),
                row.getString("text"));
    }
}
