package dev.isograd.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The table of workers: who trains, on what, and when it was last heard of. */
@Component
class Workers {

    /** Devices are probed by the child; this process never loads libtorch. */
    static final String DEVICE = "cpu";

    private final JdbcClient database;
    private volatile @Nullable String self;

    Workers(JdbcClient database) {
        this.database = database;
    }

    record Row(
            String id,
            String name,
            String device,
            int slots,
            List<String> running,
            Instant startedAt,
            Instant lastSeenAt) {}

    void register(String id, int slots) throws UnknownHostException {
        database.sql("""
                        insert into worker (id, name, device, slots, started_at, last_seen_at)
                        values (:id, :name, :device, :slots, now(), now())
                        on conflict (id) do update
                        set name = excluded.name, slots = excluded.slots, started_at = now(), last_seen_at = now()
                        """)
                .param("id", id)
                .param("name", InetAddress.getLocalHost().getHostName())
                .param("device", DEVICE)
                .param("slots", slots)
                .update();
        self = id;
    }

    @Scheduled(fixedDelay = 10_000)
    void sayAlive() {
        if (self != null) {
            database.sql("update worker set last_seen_at = now() where id = :id")
                    .param("id", self)
                    .update();
        }
    }

    List<Row> all() {
        return database.sql("""
                        select w.id, w.name, w.device, w.slots, w.started_at, w.last_seen_at,
                               array(select a.job_id from job_attempt a
                                     where a.worker = w.id and a.ended_at is null order by a.started_at) as running
                        from worker w order by w.started_at desc limit 200
                        """).query(Workers::row).list();
    }

    private static Row row(ResultSet found, int number) throws SQLException {
        return new Row(
                found.getString("id"),
                found.getString("name"),
                found.getString("device"),
                found.getInt("slots"),
                Arrays.asList((String[]) found.getArray("running").getArray()),
                found.getTimestamp("started_at").toInstant(),
                found.getTimestamp("last_seen_at").toInstant());
    }
}
