package dev.isograd.jobs.queue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.DesiredState;
import dev.isograd.jobs.JobState;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps leases, over a connection of its own: a renewal that waited behind a rush of requests would come too late and
 * end a healthy training.
 */
@Component
public class LeaseRenewals implements DisposableBean {

    private static final String RENEW = """
            update job_lease l
            set renewed_at = clock_timestamp(), expires_at = clock_timestamp() + :lease * interval '1 ms'
            from unnest(:jobs::text[], :attempts::int[]) mine (job_id, attempt) join job j on j.id = mine.job_id
            where l.job_id = mine.job_id and l.attempt = mine.attempt
            returning l.job_id, l.attempt, j.state, j.kill_requested""";

    private static final String DEMANDS = """
            select l.job_id, l.attempt, j.state, j.kill_requested
            from unnest(:jobs::text[], :attempts::int[]) mine (job_id, attempt)
            join job_lease l on l.job_id = mine.job_id and l.attempt = mine.attempt
            join job j on j.id = l.job_id""";

    private static final long CONNECT_MILLIS = 3_000;
    private static final String SOCKET_SECONDS = "5";

    private final HikariDataSource connections;
    private final JdbcClient jdbc;
    private final JobProperties settings;

    LeaseRenewals(JdbcConnectionDetails database, JobProperties settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("leases");
        config.setJdbcUrl(database.getJdbcUrl());
        config.setUsername(database.getUsername());
        config.setPassword(database.getPassword());
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.addDataSourceProperty("socketTimeout", SOCKET_SECONDS);
        // Below that of the socket: a statement whose caller gave up must not renew a lease later.
        config.setConnectionInitSql("set lock_timeout = '4s'");
        // The database may come up later than this process.
        config.setInitializationFailTimeout(-1);
        this.connections = new HikariDataSource(config);
        this.jdbc = JdbcClient.create(connections);
        this.settings = settings;
    }

    /** How long a lease counts after its last renewal. */
    public Duration length() {
        return settings.lease();
    }

    /**
     * Keeps the attempts' leases for another while and says what is wanted of each.
     *
     * @return without those that are no longer the caller's: their children must end at once
     */
    public Map<AttemptId, DesiredState> renew(Collection<AttemptId> held) {
        return demands(jdbc.sql(RENEW).param("lease", settings.lease().toMillis()), held);
    }

    /** As {@link #renew}, leases left as they are. */
    public Map<AttemptId, DesiredState> demands(Collection<AttemptId> held) {
        return demands(jdbc.sql(DEMANDS), held);
    }

    private static Map<AttemptId, DesiredState> demands(
            JdbcClient.StatementSpec statement, Collection<AttemptId> held) {
        return statement
                .param("jobs", held.stream().map(AttemptId::job).toArray(String[]::new))
                .param("attempts", held.stream().map(AttemptId::number).toArray(Integer[]::new))
                .query((row, number) -> Map.entry(
                        new AttemptId(row.getString(1), row.getInt(2)),
                        JobState.valueOf(row.getString(3)).demand(row.getBoolean(4))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void destroy() {
        connections.close();
    }
}
