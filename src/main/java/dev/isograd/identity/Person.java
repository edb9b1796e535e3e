package dev.isograd.identity;

import dev.isograd.accounts.MemberRole;
import dev.isograd.accounts.identities.ExternalIdentity;
import dev.isograd.accounts.identities.GroupRoles;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an identity provider says about a person, by claims. */
record Person(Map<String, Object> claims) {

    /** An address counts only if the provider says that it has verified it. */
    ExternalIdentity identity(String issuer, String subject) {
        String email = text("email");
        boolean isVerified = Boolean.TRUE.equals(claims.get("email_verified"));
        String verified = isVerified ? email : null;
        String name = Objects.requireNonNullElse(text("name"), "");
        if (name.isBlank()) {
            name = Objects.requireNonNullElse(
                    text("preferred_username"), Objects.requireNonNullElse(verified, subject));
        }
        return new ExternalIdentity(issuer, subject, name, verified);
    }

    /** Returns the highest role that the groups give in each project. */
    GroupRoles roles(OidcProperties settings) {
        Set<String> groups = groups(settings.groupsClaim());
        Map<String, MemberRole> projects = new LinkedHashMap<>();
        settings.groups().stream()
                .filter(rule -> groups.contains(rule.group()))
                .forEach(rule -> projects.merge(
                        rule.project(), rule.role(), (one, other) -> one.compareTo(other) > 0 ? one : other));
        return new GroupRoles(projects, !settings.adminGroup().isBlank() && groups.contains(settings.adminGroup()));
    }

    private Set<String> groups(String claim) {
        Object value = claims.containsKey(claim) ? claims.get(claim) : nested(claims, claim);
        if (value instanceof String one) {
            return Set.of(one);
        }
        return value instanceof Collection<?> all
                ? all.stream().filter(Objects::nonNull).map(Object::toString).collect(Collectors.toSet())
                : Set.of();
    }

    private static @Nullable Object nested(Map<?, ?> object, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return object.get(path);
        }
        return object.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? nested(inner, path.substring(dot + 1))
                : null;
    }

    private @Nullable String text(String claim) {
        return claims.get(claim) instanceof String text ? text : null;
    }
}
