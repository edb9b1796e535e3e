package dev.isograd.accounts.members;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** An account's role in a project. */
record MemberResponse(
        @Schema(description = "Id of the account.") String account,

        @Schema(description = "Name of the account.") String name,

        @Schema(examples = {"viewer", "member", "admin"}) String role,

        @Schema(description = "Whether the account is active.")
        boolean active,

        @Schema(description = "When the account became a member.")
        Instant since) {}
