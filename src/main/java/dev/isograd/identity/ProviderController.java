package dev.isograd.identity;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the sign-in page which identity provider there is. */
@RestController
@ConditionalOnRole(Role.API)
class ProviderController {

    private final OidcProperties settings;

    ProviderController(OidcProperties settings) {
        this.settings = settings;
    }

    @Operation(
            operationId = "getIdentityProvider",
            summary = "Get the identity provider at which browsers can sign in",
            description = "The provider itself is not asked.")
    @SecurityRequirements
    @Requires({})
    @GetMapping("/api/v1/oidc")
    SignInWays provider() {
        return new SignInWays(settings.hasProvider() ? new Provider(settings.name(), SignInAddresses.BEGIN) : null);
    }

    @Schema(name = "SignInWays")
    private record SignInWays(
            @Schema(description = "Null if the service has none.") @Nullable
            Provider provider) {}

    @Schema(name = "IdentityProvider")
    private record Provider(
            @Schema(description = "What people call it.") String name,

            @Schema(description = "Where a browser goes to sign in; `return` names the page to open afterwards.")
            String signIn) {}
}
