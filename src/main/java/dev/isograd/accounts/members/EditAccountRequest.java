package dev.isograd.accounts.members;

import dev.isograd.http.MergePatch;
import dev.isograd.http.Name;
import dev.isograd.http.Names;
import dev.isograd.http.Omittable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of a change to an account; omitted fields keep their values, and a null address removes it. */
@MergePatch
record EditAccountRequest(
        @Omittable @Name(max = CreateAccountRequest.LONGEST_NAME) @Nullable
        String name,

        @Pattern(regexp = CreateAccountRequest.EMAIL, message = CreateAccountRequest.EMAIL_MESSAGE) @Nullable
        String email,

        @Schema(
                description =
                        "False ends the account's keys and sessions for good. True answers a new first key if the account was inactive.")
        @Omittable
        @Nullable
        Boolean active,

        @Schema(description = "Whether the account manages the accounts and projects of the service.")
        @Omittable
        @Nullable
        Boolean administrator) {

    EditAccountRequest {
        name = name == null ? null : Names.strip(name);
    }
}
