package dev.isograd.logs;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A log line in the API. */
@Schema(name = "LogLine")
record LineResponse(
        long line,
        @Schema(examples = {"stdout", "stderr", "system"}) String stream,
        Instant at,
        String text) {

    /** Reads the columns {@code line}, {@code stream}, {@code at} and {@code text}. */
    static LineResponse of(ResultSet row) throws SQLException {
        return new LineResponse(
                row.getLong("line"),
                LogStream.valueOf(row.getString("stream")).toString(),
                row.getTimestamp("at").toInstant(),
                row.getString("text"));
    }
}
