package dev.isograd.bench;

import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A repeatable experiment: a base spec and the runs that each change some of its fields.
 *
 * @param question the question that the runs answer
 * @param seeds the seeds; every run is trained once with each
 * @param base the spec that all runs share
 * @param columns what the table shows beside accuracy; null for cosine, time and memory
 */
record Recipe(
        String name,
        String question,
        List<Long> seeds,
        Map<String, Object> base,
        List<Run> runs,
        @Nullable List<TableColumn> columns) {

    private static final List<TableColumn> USUAL = List.of(TableColumn.COSINE, TableColumn.TIME, TableColumn.MEMORY);

    /** What the table shows beside accuracy. */
    List<TableColumn> shown() {
        return columns == null ? USUAL : columns;
    }

    /** @param changes fields of the spec that replace those of the base */
    record Run(String label, Map<String, Object> changes) {}

    static Recipe read(Path file) {
        return JsonMapper.builder().build().readValue(file, Recipe.class);
    }

    TrainingSpec spec(Run run, long seed) {
        Map<String, Object> tree = new LinkedHashMap<>(base);
        tree.putAll(run.changes());
        tree.put("seed", seed);
        return SpecReader.read(tree);
    }
}
