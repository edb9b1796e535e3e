package dev.isograd.identity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/** The claims of a verified token of a CI system, under one name where GitHub and GitLab have two. */
record CiToken(Jwt jwt) {

    private static final List<String> AUDITED = List.of(
            "iss",
            "sub",
            "jti",
            "repository",
            "project_path",
            "ref",
            "environment",
            "run_id",
            "pipeline_id",
            "actor",
            "user_login");

    String issuer() {
        return Objects.requireNonNullElse(text("iss"), "");
    }

    Collection<String> audience() {
        return Objects.requireNonNullElse(jwt.getAudience(), List.of());
    }

    /** Returns the owner and the name; GitLab says project_path. */
    @Nullable
    String repository() {
        String repository = text("repository");
        return repository == null ? text("project_path") : repository;
    }

    /** Returns the whole ref, such as refs/heads/main; GitLab says ref_path, and a short name in ref. */
    @Nullable
    String ref() {
        String path = text("ref_path");
        return path == null ? text("ref") : path;
    }

    @Nullable
    String environment() {
        return text("environment");
    }

    /** Returns the claim if it is a text, a number or a truth value. */
    @Nullable
    String text(String claim) {
        Object value = jwt.getClaims().get(claim);
        return value instanceof String || value instanceof Number || value instanceof Boolean ? value.toString() : null;
    }

    /** Returns what tells the run from others, for the audit table. */
    Map<String, String> audited() {
        Map<String, String> claims = new TreeMap<>();
        for (String name : AUDITED) {
            String value = text(name);
            if (value != null) {
                claims.put(name, value.length() > 500 ? value.substring(0, 500) : value);
            }
        }
        return claims;
    }

    /** Says what a rule could have trusted. */
    String describe() {
        String environment = environment() == null ? "" : " in the environment " + environment();
        return "the repository %s at %s%s".formatted(repository(), ref(), environment);
    }
}
