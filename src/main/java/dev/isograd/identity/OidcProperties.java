package dev.isograd.identity;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the identity provider for browsers, and of the issuers of CI systems that are trusted.
 *
 * @param issuer address of the identity provider; empty for none
 * @param clientSecret empty for a public client, which PKCE alone protects
 * @param name what the sign-in button calls the provider; empty for its host
 * @param groupsClaim claim with the groups of a person; dots lead into objects
 * @param adminGroup group whose members are administrators of the service; empty for none
 * @param groups the roles that groups give
 * @param ownProject whether a new account gets a project of its own; otherwise only people with a role are let in
 * @param sessionLifetime time after which people sign in again, so that changed groups count
 * @param trusted whose tokens of CI systems are exchanged for keys
 */
@ConfigurationProperties("isograd.oidc")
record OidcProperties(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("") String name,
        @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
        @DefaultValue("groups") String groupsClaim,
        @DefaultValue("") String adminGroup,
        @DefaultValue List<GroupRule> groups,
        @DefaultValue("true") boolean ownProject,
        @DefaultValue("12h") Duration sessionLifetime,
        @DefaultValue List<TrustRule> trusted) {

    OidcProperties {
        scopes = List.copyOf(scopes);
        groups = List.copyOf(groups);
        trusted = List.copyOf(trusted);
        if (!issuer.isBlank()) {
            IssuerAddress.check("isograd.oidc.issuer", issuer);
            if (clientId.isBlank()) {
                throw new IllegalArgumentException("isograd.oidc.client-id must be set beside isograd.oidc.issuer");
            }
            if (!scopes.contains("openid")) {
                throw new IllegalArgumentException("isograd.oidc.scopes must contain openid");
            }
        }
        if (!sessionLifetime.isPositive()) {
            throw new IllegalArgumentException("isograd.oidc.session-lifetime must be longer than zero");
        }
        if (name.isBlank() && !issuer.isBlank()) {
            name = URI.create(issuer).getHost();
        }
    }

    boolean hasProvider() {
        return !issuer.isBlank();
    }

    /** Hides the secret, wherever settings are printed. */
    @Override
    public String toString() {
        return "OidcProperties[issuer=%s, clientId=%s]".formatted(issuer, clientId);
    }
}
