package dev.isograd.datasets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * One import as its job keeps it: the source, how its pictures are read, and the version that it makes.
 *
 * @param dataset name and version, such as {@code pets@2}
 * @param datasetId id of this version
 * @param source one of {@code upload}, {@code url} and {@code folder}, with its value
 * @param size height and width of the prepared pictures; null if they are chosen from the data
 * @param fit how pictures of other proportions are fitted; null for the import's choice
 * @param channels 1 or 3; null if they are chosen from the data
 * @param testFraction share of the pictures that become the test split where the source has none
 * @param onBadFile fail or skip; null for the import's choice
 * @param device always {@code cpu}, so that the queue offers the job to CPU slots
 */
public record ImportSpec(
        String dataset,
        String datasetId,
        String title,
        String license,
        Map<String, String> source,
        String format,
        @Nullable List<Integer> size,
        @Nullable String fit,
        @Nullable Integer channels,
        @Nullable Double testFraction,
        @Nullable String onBadFile,
        long seed,
        Limits limits,
        String device) {

    private static final JsonMapper JSON = new JsonMapper();

    /** How long the job may run, and the memory that it needs. */
    public record Limits(long maxMinutes, long memoryBytes) {}

    /** Reads what {@link #tree} wrote. */
    public static ImportSpec read(Map<String, Object> tree) {
        return JSON.convertValue(tree, ImportSpec.class);
    }

    /** Returns the spec as JSON, with null for what is left to the import. */
    public Map<String, Object> tree() {
        return JSON.convertValue(this, new TypeReference<LinkedHashMap<String, Object>>() {});
    }
}
