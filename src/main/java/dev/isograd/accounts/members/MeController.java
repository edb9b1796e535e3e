package dev.isograd.accounts.members;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Describes the caller and what it may do. */
@RestController
@ConditionalOnRole(Role.API)
class MeController {

    private final JdbcClient jdbc;

    MeController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Operation(operationId = "getMe", summary = "Get the caller, the project of the credential, and what it may do")
    @Requires({})
    @GetMapping("/api/v1/me")
    Me me(@AuthenticationPrincipal Caller caller) {
        return jdbc.sql("""
                select a.name, p.name, (select max(issuer) from account_identity i where i.account_id = a.id)
                from account a, project p where a.id = :account and p.id = :project""")
                .param("account", caller.account())
                .param("project", caller.project())
                .query((row, number) -> new Me(
                        new Named(caller.account(), row.getString(1)),
                        new Named(caller.project(), row.getString(2)),
                        caller.means().name().toLowerCase(Locale.ROOT),
                        caller.role().word(),
                        caller.rights().stream()
                                .filter(right -> right != Right.ADMINISTER)
                                .sorted()
                                .map(Right::word)
                                .toList(),
                        caller.may(Right.ADMINISTER),
                        row.getString(3)))
                .single();
    }

    @Schema(name = "NameAndId")
    private record Named(String id, String name) {}

    private record Me(
            Named account,
            Named project,

            @Schema(examples = {"key", "session"}) String authentication,

            @Schema(
                    description = "Role of the account in the project.",
                    examples = {"viewer", "member", "admin"})
            String role,

            @Schema(description = "What this credential may do in the project.")
            List<String> scopes,

            @Schema(description = "Whether this credential may manage accounts and projects.")
            boolean administrator,

            @Schema(
                    description =
                            "Address of the identity provider at which the account signs in; null for accounts made here.")
            @Nullable
            String issuer) {}
}
