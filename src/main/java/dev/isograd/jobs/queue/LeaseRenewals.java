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
 * Renews leases over a connection of its own. A renewal that waited for a shared connection under load could come too
 * late and end a healthy training.
 */
@Component
public class LeaseRenewals implements DisposableBean {

    private static final String RENEW = """
            update job_lease l
            set renewed_at = clock_timestamp(), expires_at = clock_timestamp() + :lease * interval '1 ms'
            from unnest(:jobs::text[], :attempts::int[]) mine (job_id, attempt) join job j on j.id = mine.job_id
            where l.job_id = mine.job_id and l.attempt = mine.attempt
            returning l.job_id, l.attempt, j.state, j.kill_requested""";

    private static final String DESIRED_STATES = """
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
        // Shorter than the socket timeout, so that a statement cannot renew a lease after its caller has given up.
        config.setConnectionInitSql("set lock_timeout = '4s'");
        // The database may start later than this process.
        config.setInitializationFailTimeout(-1);
        this.connections = new HikariDataSource(config);
        this.jdbc = JdbcClient.create(connections);
        this.settings = settings;
    }

    /** Returns how long a lease is valid after its last renewal. */
    public Duration length() {
        return settings.lease();
    }

    /**
     * Renews the leases of attempts.
     *
     * @return the desired state of each attempt; an attempt that is missing has lost its lease, and its child process
     *     must end immediately
     */
    public Map<AttemptId, DesiredState> renew(Collection<AttemptId> held) {
        return desiredStates(jdbc.sql(RENEW).param("lease", settings.lease().toMillis()), held);
    }

    /** Like {@link #renew}, but without renewing the leases. */
    public Map<AttemptId, DesiredState> desiredStates(Collection<AttemptId> held) {
        return desiredStates(jdbc.sql(DESIRED_STATES), held);
    }

    private static Map<AttemptId, DesiredState> desiredStates(
            JdbcClient.StatementSpec statement, Collection<AttemptId> held) {
        return statement
                .param("jobs", held.stream().map(AttemptId::job).toArray(String[]::new))
                .param("attempts", held.stream().map(AttemptId::number).toArray(Integer[]::new))
                .query((row, number) -> Map.entry(
                        new AttemptId(row.getString(1), row.getInt(2)),
                        JobState.valueOf(row.getString(3)).desiredState(row.getBoolean(4))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void destroy() {
        connections.close();
    }
}
