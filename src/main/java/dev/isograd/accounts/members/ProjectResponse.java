package dev.isograd.accounts.members;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A project with its quotas. */
record ProjectResponse(
        String id,
        String name,
        Instant createdAt,

        @Schema(
                description = "Role of the caller's account; null for an administrator who is no member.",
                examples = {"viewer", "member", "admin"})
        @Nullable
        String role,

        @Schema(description = "Slots that its jobs may use at once; null for no limit.") @Nullable
        Integer slots,

        @Schema(description = "Bytes that its files may take; null for no limit.") @Nullable
        Long bytes) {}
