package dev.isograd.worker.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of workers: name, device, slots, and when each last reported. */
@Component
class Workers {

    static final long HEARTBEAT_MILLIS = 10_000;

    private final JdbcClient database;

    Workers(JdbcClient database) {
        this.database = database;
    }

    /**
     * A worker as it last reported.
     *
     * @param version version of Isograd; null if a worker of an older version wrote the row
     * @param stale whether three heartbeats are missing, by the database's clock
     */
    record Row(
            String id,
            String name,
            String device,
            int slots,
            @Nullable String version,
            Instant startedAt,
            Instant lastSeenAt,
            boolean stale) {}

    void register(String id, String device, int slots, String version) throws UnknownHostException {
        database.sql("""
                        insert into worker (id, name, device, slots, version, started_at, last_seen_at)
                        values (:id, :name, :device, :slots, :version, now(), now())
                        on conflict (id) do update
                        set name = excluded.name, device = excluded.device, slots = excluded.slots,
                            version = excluded.version, started_at = now(), last_seen_at = now()
                        """)
                .param("id", id)
                .param("name", InetAddress.getLocalHost().getHostName())
                .param("device", device)
                .param("slots", slots)
                .param("version", version)
                .update();
    }

    void seen(String id) {
        database.sql("update worker set last_seen_at = now() where id = :id")
                .param("id", id)
                .update();
    }

    /**
     * Returns the most recently started workers first; ids of workers do not sort by time.
     *
     * @param after id of the last worker of the previous page; null for the first page
     */
    List<Row> page(@Nullable String after, int limit) {
        return database.sql("""
                        select id, name, device, slots, version, started_at, last_seen_at,
                            last_seen_at < clock_timestamp() - 3 * :heartbeat * interval '1 ms' as stale
                        from worker
                        where cast(:after as text) is null
                            or (started_at, id) < (select started_at, id from worker where id = :after)
                        order by started_at desc, id desc limit :limit
                        """)
                .param("heartbeat", HEARTBEAT_MILLIS)
                .param("after", after)
                .param("limit", limit)
                .query(Workers::row)
                .list();
    }

    private static Row row(ResultSet found, int number) throws SQLException {
        return new Row(
                found.getString("id"),
                found.getString("name"),
                found.getString("device"),
                found.getInt("slots"),
                found.getString("version"),
                found.getTimestamp("started_at").toInstant(),
                found.getTimestamp("last_seen_at").toInstant(),
                found.getBoolean("stale"));
    }
}
