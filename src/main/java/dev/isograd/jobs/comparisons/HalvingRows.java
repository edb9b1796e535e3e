package dev.isograd.jobs.comparisons;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What comparisons have decided about early stops, and the figures that decide. */
@Component
class HalvingRows {

    private static final String UNDECIDED =
            "finished_at is null and halving is not null and decided < jsonb_array_length(halving -> 'epochs')";

    /** A long training keeps only buckets of its first steps. */
    private static final String TEST_ACCURACY = """
            select value from (
                select step, value from metric where job_id = :job and name = 'test.accuracy' and module = 0
                union all
                select step, last from metric_bucket where job_id = :job and name = 'test.accuracy' and module = 0
            ) figure
            where step >= (select :epoch * steps / epochs from job where id = :job)
            order by step limit 1""";

    private final JdbcClient database;
    private final ComparisonRows rows;
    private final JsonMapper json;

    HalvingRows(JdbcClient database, ComparisonRows rows, JsonMapper json) {
        this.database = database;
        this.rows = rows;
        this.json = json;
    }

    List<String> undecided() {
        return database.sql("select id from comparison where " + UNDECIDED + " order by id")
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** Returns the comparison if it still has something to decide. */
    Optional<ComparisonRows.Row> find(String id) {
        return database.sql("select * from comparison where id = :id and " + UNDECIDED)
                .param("id", id)
                .query((row, number) -> rows.row(row))
                .optional();
    }

    /** Returns the test accuracy at the end of an epoch, once it is recorded. */
    Optional<Double> testAccuracy(String job, int epoch) {
        return database.sql(TEST_ACCURACY)
                .param("job", job)
                .param("epoch", epoch)
                .query((row, number) -> row.getDouble(1))
                .optional();
    }

    void decided(String id, List<EarlyStop> stops) {
        database.sql("""
                        update comparison set decided = decided + 1, stops = stops || cast(:stops as jsonb)
                        where id = :id""")
                .param("id", id)
                .param("stops", json.writeValueAsString(stops))
                .update();
    }
}
