package dev.isograd.jobs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes that a PATCH requests; null keeps a field. */
public record JobEdit(
        @Nullable String name,
        @Nullable Map<String, String> labels,
        @Nullable Integer priority) {}
