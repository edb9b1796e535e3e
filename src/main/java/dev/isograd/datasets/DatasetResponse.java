package dev.isograd.datasets;

import java.util.List;

/** A data set as the API shows it. */
record DatasetResponse(
        String id,
        String name,
        String title,
        String license,
        String notice,
        int channels,
        int height,
        int width,
        List<String> classes,
        int trainCount,
        int testCount,
        String digest) {}
