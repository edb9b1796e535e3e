package dev.isograd.datasets;

import java.util.List;

/** A data set in the API. */
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
