package dev.isograd.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the list of files from the result of a job; users do not see where files are stored. */
public final class ResultFiles {

    private static final String FILES = "files";

    private ResultFiles() {}

    /**
     * One file of the trained network.
     *
     * @param maxDifference of an export's scores to the network's; null for a file of the training itself
     */
    public record StoredFile(
            String name,
            long bytes,
            String sha256,
            String key,
            @Nullable Double maxDifference) {}

    public static List<StoredFile> of(@Nullable Map<String, Object> result) {
        if (result == null || !(result.get(FILES) instanceof List<?> files)) {
            return List.of();
        }
        return files.stream()
                .filter(Map.class::isInstance)
                .map(file -> (Map<?, ?>) file)
                .map(file -> new StoredFile(
                        String.valueOf(file.get("name")),
                        file.get("bytes") instanceof Number bytes ? bytes.longValue() : 0,
                        String.valueOf(file.get("sha256")),
                        String.valueOf(file.get("key")),
                        null))
                .toList();
    }

    public static @Nullable Map<String, Object> withoutKeys(@Nullable Map<String, Object> result) {
        if (result == null) {
            return null;
        }
        Map<String, Object> shown = new LinkedHashMap<>(result);
        shown.remove(FILES);
        return shown;
    }
}
