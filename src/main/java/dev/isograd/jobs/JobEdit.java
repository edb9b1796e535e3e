package dev.isograd.jobs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes that a PATCH requests; null keeps a field.
 *
 * @param archived whether lists leave the job out unless they are asked for it
 */
public record JobEdit(
        @Nullable String name,
        @Nullable Map<String, String> labels,
        @Nullable Integer priority,
        @Nullable String notes,
        @Nullable Boolean archived) {}
