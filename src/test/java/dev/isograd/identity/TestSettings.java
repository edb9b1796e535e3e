package dev.isograd.identity;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings of sign-in, read as from a file. */
final class TestSettings {

    private TestSettings() {}

    static OidcProperties of(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("isograd.oidc", OidcProperties.class);
    }

    static OidcProperties withIssuer(String issuer) {
        return of(Map.of("isograd.oidc.issuer", issuer, "isograd.oidc.client-id", "isograd"));
    }

    static OidcProperties withGroups(String claim) {
        return of(Map.of(
                "isograd.oidc.groups-claim", claim,
                "isograd.oidc.groups[0].group", "trainers",
                "isograd.oidc.groups[0].project", "prj_1"));
    }

    /** One trusted entry, changed by the given settings. */
    static OidcProperties withTrust(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "isograd.oidc.trusted[0].issuer", "https://ci.example.org",
                "isograd.oidc.trusted[0].audience", "isograd",
                "isograd.oidc.trusted[0].repository", "octo/app",
                "isograd.oidc.trusted[0].project", "prj_1"));
        changes.forEach((name, value) -> settings.put("isograd.oidc.trusted[0]." + name, value));
        return of(settings);
    }
}
