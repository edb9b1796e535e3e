package dev.isograd.identity;

import dev.isograd.accounts.MemberRole;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which tokens of a CI system are trusted, and what they give. An asterisk stands for any letters but a slash.
 *
 * @param issuer address of the CI system's identity provider
 * @param audience for whom tokens must be meant
 * @param repository such as {@code my-group/my-project}; its owner is named without an asterisk
 * @param branch such as {@code main}; empty for any ref
 * @param ref such as {@code refs/tags/v*}, instead of a branch
 * @param environment environment that the CI system protects; empty for any, and for none
 * @param project id of the project in which the key acts
 * @param claims values that further claims must have
 */
record TrustRule(
        @DefaultValue("") String issuer,
        @DefaultValue("") String audience,
        @DefaultValue("") String repository,
        @DefaultValue("") String branch,
        @DefaultValue("") String ref,
        @DefaultValue("") String environment,
        @DefaultValue("") String project,
        @DefaultValue("member") MemberRole role,
        @DefaultValue Map<String, String> claims) {

    private static final Pattern OWNER = Pattern.compile("[^*/]+/.+");

    TrustRule {
        claims = Map.copyOf(claims);
        IssuerAddress.check("isograd.oidc.trusted[].issuer", issuer);
        if (audience.isBlank() || project.isBlank()) {
            throw new IllegalArgumentException("isograd.oidc.trusted[] needs an audience and the id of a project");
        }
        if (!OWNER.matcher(repository).matches()) {
            throw new IllegalArgumentException(
                    "isograd.oidc.trusted[].repository must be an owner without an asterisk, a slash and a name, such as my-group/*");
        }
        if (!branch.isBlank() && !ref.isBlank()) {
            throw new IllegalArgumentException("isograd.oidc.trusted[] takes either a branch or a ref");
        }
    }

    boolean isOf(CiToken token) {
        return issuer.equals(token.issuer()) && matches(repository, token.repository());
    }

    boolean trusts(CiToken token) {
        return isOf(token)
                && token.audience().contains(audience)
                && matches(branch.isBlank() ? ref : "refs/heads/" + branch, token.ref())
                && matches(environment, token.environment())
                && claims.entrySet().stream().allMatch(claim -> matches(claim.getValue(), token.text(claim.getKey())));
    }

    private static boolean matches(String pattern, @Nullable String value) {
        if (pattern.isBlank()) {
            return true;
        }
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*"));
        return value != null && value.matches(regex);
    }
}
