package dev.isograd.accounts.members;

import dev.isograd.accounts.MemberRole;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;

/** The body of a request that gives an account a role in a project. */
record MemberRequest(
        @Schema(
                description =
                        "Viewers read; members also submit and control jobs; admins also manage keys, members and quotas.",
                examples = {"viewer", "member", "admin"})
        @NotNull
        @Pattern(regexp = "viewer|member|admin", message = "must be viewer, member or admin")
        String role) {

    MemberRole memberRole() {
        return MemberRole.valueOf(role.toUpperCase(Locale.ROOT));
    }
}
