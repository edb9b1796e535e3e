package dev.isograd.imports;

import dev.isograd.imports.pictures.Fit;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code manifest.json}: the prepared format that trainings map into memory.
 *
 * @param fit how a picture is brought to this size, also for predictions
 */
record PreparedManifest(
        String format,
        String name,
        String title,
        String license,
        String notice,
        List<String> classes,
        int channels,
        int height,
        int width,
        Fit fit,
        Map<String, Split> splits) {

    static final String FILE = "manifest.json";
    static final String FORMAT = "isograd-images/1";

    record Split(long count, DataFile images, DataFile labels) {}

    record DataFile(String file, long bytes, String sha256) {}
}
