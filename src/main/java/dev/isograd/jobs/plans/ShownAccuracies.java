package dev.isograd.jobs.plans;

import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What trainings of the project have shown about rules and splits, on the same data and network. */
@Component
class ShownAccuracies {

    private static final String ROWS = """
            select spec #>> '{rule,type}' as rule, cast(spec #>> '{split,modules}' as int) as modules,
                cast(spec ->> 'batchSize' as int) as batch, avg(cast(result ->> 'testAccuracy' as float8)) as accuracy, count(*) as runs
            from (select * from job where project_id = :project order by id desc limit 2000) j
            where kind = 'training' and state = 'SUCCEEDED' and jsonb_typeof(result -> 'testAccuracy') = 'number'
                and spec ->> 'dataset' = :dataset and spec -> 'network' = cast(:network as jsonb)
            group by 1, 2, 3""";

    private final JdbcClient database;
    private final JsonMapper json;

    ShownAccuracies(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Reads what is known about the data and the network of a spec. */
    Shown of(String project, TrainingSpec spec) {
        return new Shown(database.sql(ROWS)
                .param("project", project)
                .param("dataset", spec.dataset())
                .param("network", json.writeValueAsString(SpecWriter.write(spec).get("network")))
                .query((row, number) -> new Row(
                        Objects.requireNonNullElse(row.getString("rule"), ""),
                        row.getInt("modules"),
                        row.getInt("batch"),
                        row.getDouble("accuracy"),
                        row.getLong("runs")))
                .list());
    }

    /** Trainings that agree in rule, number of modules and batch size. */
    record Row(String rule, int modules, int batch, double accuracy, long runs) {}

    /** A mean of test accuracies. */
    record Mean(double accuracy, long runs) {}

    /** The trainings on one data set by one network. */
    record Shown(List<Row> rows) {

        static final Shown NOTHING = new Shown(List.of());

        /** The mean of the trainings with the rule, the number of modules and the batch size of a spec; empty without such runs. */
        Optional<Mean> of(TrainingSpec spec) {
            @Nullable Object rule = SpecWriter.write(spec).get("rule");
            String type = rule instanceof Map<?, ?> fields ? String.valueOf(fields.get("type")) : "";
            List<Row> same = rows.stream()
                    .filter(row -> row.rule().equals(type) && row.batch() == spec.batchSize())
                    .filter(row -> spec.rule().trainsOneModule()
                            || row.modules() == spec.split().modules())
                    .toList();
            long runs = same.stream().mapToLong(Row::runs).sum();
            double sum = same.stream()
                    .mapToDouble(row -> row.accuracy() * row.runs())
                    .sum();
            return runs == 0 ? Optional.empty() : Optional.of(new Mean(sum / runs, runs));
        }
    }
}
