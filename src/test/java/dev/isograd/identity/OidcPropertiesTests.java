package dev.isograd.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcPropertiesTests {

    @Test
    void hasNoProviderByDefault() {
        OidcProperties none = TestSettings.of(Map.of());

        assertThat(none.hasProvider()).isFalse();
        assertThat(none.trusted()).isEmpty();
        assertThat(none.groups()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.org",
                "login.example.org",
                "ftp://login.example.org",
                "https://",
                "https://user:password@login.example.org",
                "https://login.example.org?x=y",
                "https://login.example.org#x",
                "http://localhost.example.org",
                "not an address"
            })
    void takesOnlySafeIssuers(String issuer) {
        assertThatThrownBy(() -> TestSettings.withIssuer(issuer))
                .rootCause()
                .hasMessageContaining("isograd.oidc.issuer");
        assertThatThrownBy(() -> TestSettings.withTrust(Map.of("issuer", issuer)))
                .rootCause()
                .hasMessageContaining("isograd.oidc.trusted[].issuer");
    }

    @Test
    void namesTheProviderAfterItsHost() {
        assertThat(TestSettings.withIssuer("https://login.example.org/realms/x").name())
                .isEqualTo("login.example.org");
        assertThat(TestSettings.withIssuer("http://localhost:8081/realms/x").hasProvider())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "client-id, '', client-id",
        "scopes, profile, openid",
        "session-lifetime, 0s, session-lifetime",
        "groups[0].project, prj_1, groups",
        "groups[0].group, x, groups"
    })
    void refusesIncompleteSettings(String name, String value, String named) {
        Map<String, String> settings = new HashMap<>(
                Map.of("isograd.oidc.issuer", "https://login.example.org", "isograd.oidc.client-id", "isograd"));
        settings.put("isograd.oidc." + name, value);

        assertThatThrownBy(() -> TestSettings.of(settings)).rootCause().hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({
        "repository, *",
        "repository, */app",
        "repository, octo*/app",
        "repository, octo",
        "repository, ''",
        "audience, ''",
        "project, ''",
        "issuer, ''"
    })
    void refusesTrustInEverybody(String name, String value) {
        assertThatThrownBy(() -> TestSettings.withTrust(Map.of(name, value)))
                .rootCause()
                .hasMessageContaining("isograd.oidc.trusted[]");
        assertThatThrownBy(() -> TestSettings.withTrust(Map.of("branch", "main", "ref", "refs/heads/main")))
                .rootCause()
                .hasMessageContaining("either a branch or a ref");
    }

    @Test
    void neverPrintsTheSecret() {
        OidcProperties settings = TestSettings.of(Map.of(
                "isograd.oidc.issuer", "https://login.example.org",
                "isograd.oidc.client-id", "isograd",
                "isograd.oidc.client-secret", "very-secret"));

        assertThat(settings.toString()).contains("isograd").doesNotContain("very-secret");
    }
}
