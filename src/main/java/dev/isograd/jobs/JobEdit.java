package dev.isograd.jobs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a PATCH asks to change; null leaves a field as it is. */
public record JobEdit(
        @Nullable String name,
        @Nullable Map<String, String> labels,
        @Nullable Integer priority) {}
