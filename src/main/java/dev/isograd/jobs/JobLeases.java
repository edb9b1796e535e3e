package dev.isograd.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of leases: who may write about which attempt; every time in it is on the database's clock. */
@Component
class JobLeases {

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

    private static final String END = """
            with ended as (delete from job_lease where job_id = :job returning project_id, slots)
            update project_slots p set running_slots = p.running_slots - ended.slots
            from ended where p.project_id = ended.project_id""";

    private static final String EXPIRED =
            "select job_id, attempt from job_lease where expires_at < clock_timestamp() order by expires_at limit 100";

    private static final String IS_EXPIRED =
            "select exists (select from job_lease where job_id = :job and expires_at < clock_timestamp())";

    private final JdbcClient jdbc;
    private final JobProperties settings;

    JobLeases(JdbcClient jdbc, JobProperties settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** Attempts that are missing in the answer are no longer the caller's. */
    Map<AttemptId, Demand> renew(Collection<AttemptId> attempts) {
        return demands(jdbc.sql(RENEW).param("lease", settings.lease().toMillis()), attempts);
    }

    Map<AttemptId, Demand> demands(Collection<AttemptId> attempts) {
        return demands(jdbc.sql(DEMANDS), attempts);
    }

    private static Map<AttemptId, Demand> demands(JdbcClient.StatementSpec statement, Collection<AttemptId> attempts) {
        return statement
                .param("jobs", attempts.stream().map(AttemptId::job).toArray(String[]::new))
                .param("attempts", attempts.stream().map(AttemptId::number).toArray(Integer[]::new))
                .query((row, number) -> Map.entry(
                        new AttemptId(row.getString(1), row.getInt(2)),
                        JobState.valueOf(row.getString(3)).demand(row.getBoolean(4))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Gives the slots back to the project. */
    void end(String job) {
        jdbc.sql(END).param("job", job).update();
    }

    List<AttemptId> expired() {
        return attempts(jdbc.sql(EXPIRED));
    }

    boolean isExpired(String job) {
        return jdbc.sql(IS_EXPIRED).param("job", job).query(Boolean.class).single();
    }

    List<AttemptId> of(String worker) {
        return attempts(jdbc.sql("select job_id, attempt from job_lease where worker = :worker order by job_id")
                .param("worker", worker));
    }

    private static List<AttemptId> attempts(JdbcClient.StatementSpec statement) {
        return statement
                .query((row, number) -> new AttemptId(row.getString(1), row.getInt(2)))
                .list();
    }
}
