package dev.isograd.datasets;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a data set. Its pictures never change.
 *
 * @param project the project that owns it; null for a built-in data set
 * @param reason why its import failed; null unless it failed
 * @param job the job that imports or imported it; null for a built-in data set
 * @param content null until the import has succeeded
 * @param report what the import found; null until it has succeeded
 */
public record DatasetVersion(
        String id,
        @Nullable String project,
        String name,
        int version,
        DatasetState state,
        @Nullable Reason reason,
        String title,
        String license,
        String notice,
        @Nullable String job,
        @Nullable Content content,
        @Nullable Map<String, Object> report,
        Instant createdAt) {

    /** Why an import failed, as the reason of its job. */
    public record Reason(String code, String message) {}

    /**
     * The pictures.
     *
     * @param digest SHA-256 of the manifest, which holds the digests of all other files
     */
    public record Content(
            List<String> classes,
            int channels,
            int height,
            int width,
            int trainCount,
            int testCount,
            long bytes,
            String digest) {}

    public boolean isBuiltIn() {
        return project == null;
    }

    /** Returns what the spec of a job calls it: {@code pets@2}, or the plain name of a built-in data set. */
    public String reference() {
        return isBuiltIn() ? name : name + "@" + version;
    }
}
