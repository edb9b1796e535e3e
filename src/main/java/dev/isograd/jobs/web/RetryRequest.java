package dev.isograd.jobs.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a retry. */
record RetryRequest(
        @Schema(
                description = "Whether the new job starts from the beginning instead of the last checkpoint.",
                defaultValue = "false")
        @Nullable
        Boolean fromStart) {

    static final RetryRequest EMPTY = new RetryRequest(null);
}
