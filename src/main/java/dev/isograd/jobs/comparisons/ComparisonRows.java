package dev.isograd.jobs.comparisons;

import dev.isograd.jobs.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of comparisons and of their jobs. */
@Component
class ComparisonRows {

    /** Follows retries: the newest retry of a job takes its place. */
    private static final String MEMBERS = """
            with recursive member as (
                select comparison_id, variant, seed, job_id from comparison_job where comparison_id = any (:ids)
                union
                select m.comparison_id, m.variant, m.seed, j.id from member m
                join job j on j.origin_job = m.job_id and j.origin = 'RETRY')
            select distinct on (comparison_id, variant, seed) comparison_id, variant, seed, job_id, state,
                case when jsonb_typeof(result -> 'testAccuracy') = 'number' then (result ->> 'testAccuracy')::float8 end
                    as accuracy,
                case when jsonb_typeof(result -> 'peakMemoryBytes') = 'number' then (result ->> 'peakMemoryBytes')::float8 end
                    as memory,
                case when jsonb_typeof(result -> 'trainSeconds') = 'number' then (result ->> 'trainSeconds')::float8 end
                    as seconds
            from member m join job j on j.id = m.job_id
            order by comparison_id, variant, seed, job_id desc""";

    private final JdbcClient database;
    private final JsonMapper json;

    ComparisonRows(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** A comparison as it was requested. */
    record Row(
            String id,
            String project,
            String name,
            Map<String, @Nullable Object> spec,
            List<Variant> variants,
            Map<String, String> labels,
            @Nullable Halving halving,
            int decided,
            List<EarlyStop> stops,
            Instant createdAt,
            @Nullable Instant finishedAt) {}

    /** One training of a comparison, with its figures once it has succeeded. */
    record Member(
            int variant,
            long seed,
            String job,
            JobState state,
            @Nullable Double accuracy,
            @Nullable Double memory,
            @Nullable Double seconds) {}

    void insert(String id, String project, NewComparison comparison, Instant now) {
        database.sql("""
                        insert into comparison (id, project_id, name, spec, variants, labels, halving, created_at) values
                        (:id, :project, :name, cast(:spec as jsonb), cast(:variants as jsonb), cast(:labels as jsonb),
                            cast(:halving as jsonb), :now)
                        """)
                .param("id", id)
                .param("project", project)
                .param("name", comparison.name())
                .param("spec", json.writeValueAsString(comparison.spec()))
                .param("variants", json.writeValueAsString(comparison.variants()))
                .param("labels", json.writeValueAsString(comparison.labels()))
                .param("halving", comparison.halving() == null ? null : json.writeValueAsString(comparison.halving()))
                .param("now", Timestamp.from(now))
                .update();
    }

    void add(String comparison, int variant, long seed, String job) {
        database.sql("insert into comparison_job (comparison_id, variant, seed, job_id) values (?, ?, ?, ?)")
                .params(comparison, variant, seed, job)
                .update();
    }

    Optional<Row> find(String project, String id) {
        return database.sql("select * from comparison where id = ? and project_id = ?")
                .params(id, project)
                .query((row, number) -> row(row))
                .optional();
    }

    List<Row> page(String project, @Nullable String before, int limit) {
        return database.sql("""
                        select * from comparison
                        where project_id = :project and (cast(:before as text) is null or id < :before)
                        order by id desc limit :limit""")
                .param("project", project)
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> row(row))
                .list();
    }

    /** Returns the trainings of these comparisons, by comparison, in the order of variants and seeds. */
    Map<String, List<Member>> members(Collection<String> ids) {
        return database
                .sql(MEMBERS)
                .param("ids", ids.toArray(String[]::new))
                .query((row, number) -> Map.entry(row.getString("comparison_id"), member(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getInt("variant"),
                row.getLong("seed"),
                row.getString("job_id"),
                JobState.valueOf(row.getString("state")),
                row.getObject("accuracy", Double.class),
                row.getObject("memory", Double.class),
                row.getObject("seconds", Double.class));
    }

    Row row(ResultSet row) throws SQLException {
        String halving = row.getString("halving");
        Timestamp finished = row.getTimestamp("finished_at");
        return new Row(
                row.getString("id"),
                row.getString("project_id"),
                row.getString("name"),
                json.readValue(row.getString("spec"), new TypeReference<>() {}),
                json.readValue(row.getString("variants"), new TypeReference<>() {}),
                json.readValue(row.getString("labels"), new TypeReference<>() {}),
                halving == null ? null : json.readValue(halving, Halving.class),
                row.getInt("decided"),
                json.readValue(row.getString("stops"), new TypeReference<>() {}),
                row.getTimestamp("created_at").toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
