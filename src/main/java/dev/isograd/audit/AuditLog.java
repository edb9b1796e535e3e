package dev.isograd.audit;

import dev.isograd.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/** Appends to the audit table, in the transaction that makes the change. */
@Component
public class AuditLog {

    /** Stands for the account of changes that nobody asked for. */
    static final String SERVICE = "service";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Ids ids;
    private final InstantSource clock;

    AuditLog(JdbcClient jdbc, JsonMapper json, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Records one change.
     *
     * @param action what was done, such as {@code key.revoke}
     * @param object id of what it was done to
     * @param details the new values; never a secret
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, String action, String object, Map<String, ?> details) {
        jdbc.sql("""
                insert into audit_entry (id, at, account_id, key_id, by_session, action, object, details, address)
                values (:id, :at, :account, :key, :session, :action, :object, cast(:details as jsonb), :address)""")
                .param("id", ids.next("aud"))
                .param("at", Timestamp.from(clock.instant()))
                .param("account", actor.account())
                .param("key", actor.key())
                .param("session", actor.isSession())
                .param("action", action)
                .param("object", object)
                .param("details", json.writeValueAsString(details))
                .param("address", address())
                .update();
    }

    /** Returns up to {@code limit} entries, newest first. */
    List<AuditResponse> page(String before, int limit) {
        return jdbc.sql("select * from audit_entry where id < :before order by id desc limit :limit")
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> response(row))
                .list();
    }

    private AuditResponse response(ResultSet row) throws SQLException {
        return new AuditResponse(
                row.getString("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("account_id"),
                row.getString("key_id"),
                authentication(row),
                row.getString("action"),
                row.getString("object"),
                json.readTree(row.getString("details")),
                row.getString("address"));
    }

    private static String authentication(ResultSet row) throws SQLException {
        if (row.getString("account_id").equals(SERVICE)) {
            return SERVICE;
        }
        return row.getBoolean("by_session") ? "session" : "key";
    }

    private static @Nullable String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest().getRemoteAddr()
                : null;
    }
}
