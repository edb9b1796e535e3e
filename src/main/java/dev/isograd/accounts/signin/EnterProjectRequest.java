package dev.isograd.accounts.signin;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** The body of a change of the project in which a session acts. */
record EnterProjectRequest(
        @Schema(description = "Id of a project of which the account is a member.") @NotNull
        String project) {}
