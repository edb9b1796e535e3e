package dev.isograd.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks up what a credential allows now.
 *
 * <p>Every request asks again, with one statement, so that a revoked key, a lost role and a deactivated account count at
 * once, for sessions too.
 */
@Component
public class Grants {

    // Keys that older versions made have no account; they belong to the owner of their project.
    private static final String OF_KEY = """
            select k.id as key_id, k.secret_hash, k.scopes, k.last_used_at, a.id as account_id, a.administrator,
                m.project_id, m.role
            from api_key k
            join project p on p.id = k.project_id
            join account a on a.id = coalesce(k.account_id, p.account_id)
            join project_member m on m.account_id = a.id
            where a.active and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp())
            and\s""";

    private static final String BY_PUBLIC_ID = OF_KEY + "k.public_id = :id and m.project_id = k.project_id";
    private static final String BY_ID = OF_KEY + "k.id = :id and m.project_id = :project";

    private static final String OF_LINK = """
            select null as key_id, a.id as account_id, a.administrator, m.project_id, m.role
            from account a join project_member m on m.account_id = a.id
            where a.active and a.id = :account and m.project_id = :project""";

    private static final String ADMINISTRATOR = """
            select null as key_id, a.id as account_id, a.administrator, m.project_id, m.role
            from account a join project_member m on m.account_id = a.id
            where a.active and a.administrator order by a.id, m.project_id limit 1""";

    private final JdbcClient jdbc;

    Grants(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The row of an active key, and what it allows. */
    record KeyGrant(
            Caller caller,
            String id,
            byte[] secretHash,
            @Nullable Instant lastUsedAt) {}

    Optional<KeyGrant> ofKey(String publicId) {
        return jdbc.sql(BY_PUBLIC_ID)
                .param("id", publicId)
                .query((row, number) -> keyGrant(row))
                .optional();
    }

    /**
     * Returns what a session allows.
     *
     * @param key id of the key with which the session began; null if it began with a link
     */
    public Optional<Caller> ofSession(String account, String project, @Nullable String key) {
        return jdbc.sql(key == null ? OF_LINK : BY_ID)
                .param("id", key)
                .param("account", account)
                .param("project", project)
                .query((row, number) -> caller(row, Caller.Means.SESSION))
                .optional();
    }

    /** Returns the administrator whom the printed link signs in: the oldest account with this role. */
    public Optional<Caller> ofAdministrator() {
        return jdbc.sql(ADMINISTRATOR)
                .query((row, number) -> caller(row, Caller.Means.SESSION))
                .optional();
    }

    private static KeyGrant keyGrant(ResultSet row) throws SQLException {
        var lastUsed = row.getTimestamp("last_used_at");
        return new KeyGrant(
                caller(row, Caller.Means.KEY),
                row.getString("key_id"),
                row.getBytes("secret_hash"),
                lastUsed == null ? null : lastUsed.toInstant());
    }

    private static Caller caller(ResultSet row, Caller.Means means) throws SQLException {
        MemberRole role = MemberRole.valueOf(row.getString("role"));
        String key = row.getString("key_id");
        Scopes scopes = key == null ? Scopes.ALL : Scopes.read(row.getString("scopes"));
        return new Caller(
                row.getString("account_id"),
                row.getString("project_id"),
                means,
                key,
                role,
                scopes.limit(role, row.getBoolean("administrator")));
    }
}
