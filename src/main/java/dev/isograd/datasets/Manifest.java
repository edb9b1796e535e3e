package dev.isograd.datasets;

import java.util.List;

/** The content of a prepared data set's {@code manifest.json}: shape, classes and the digest of every file. */
record Manifest(
        String format,
        String name,
        String title,
        String license,
        String notice,
        List<String> classes,
        int channels,
        int height,
        int width,
        Splits splits) {

    static final String FILE = "manifest.json";
    static final String FORMAT = "isograd-images/1";

    record Splits(Split train, Split test) {}

    record Split(int count, DataFile images, DataFile labels) {}

    record DataFile(String file, long bytes, String sha256) {}
}
